import { existsSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import type { UserConfig } from 'vite';
import { replaceFolder, scriptSizes } from './build-output.ts';
import { hashInputs, readStamp, writeStamp } from './build-stamp.ts';

export interface BuildOptions {
  /** The repository. A client is a folder of `clients/` with a vite.config.ts. */
  readonly root: string;
  readonly onlyStale: boolean;
  /** Only these; default: all. */
  readonly only?: readonly string[];
  readonly write: (text: string) => void;
}

/** What a client's vite.config.ts exports: the builds that share its dist; without `builds`, the default alone. */
interface ClientConfig {
  readonly default: UserConfig;
  readonly builds?: readonly UserConfig[];
}

/** Builds the clients one after the other. False when one failed; its last good dist then stays in place. */
export async function buildClients({ root, onlyStale, only, write }: BuildOptions): Promise<boolean> {
  let ok = true;
  for (const name of await clientNames(root)) {
    if (only !== undefined && !only.includes(name)) continue;
    const stamp = await hashInputs(root, name);
    const dist = join(root, 'clients', name, 'dist');
    if (onlyStale && (await readStamp(dist)) === stamp) continue;
    write(`Building the ${name}… `);
    const started = performance.now();
    try {
      await buildClient(root, name, stamp);
      const sizes = await scriptSizes(dist);
      write(`${((performance.now() - started) / 1000).toFixed(1)} s  ${sizes}\n`);
    } catch (error) {
      write(`failed\n\n${explain(error)}\n\n`);
      ok = false;
    }
  }
  return ok;
}

async function clientNames(root: string): Promise<readonly string[]> {
  const entries = await readdir(join(root, 'clients'), { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory() && existsSync(join(root, 'clients', entry.name, 'vite.config.ts'))).map(({ name }) => name).sort();
}

async function buildClient(root: string, name: string, stamp: string): Promise<void> {
  // Loaded only when something is stale: it takes longer than everything else here.
  const { build, mergeConfig } = await import('vite');
  const folder = join(root, 'clients', name);
  // Beside dist, so that the last step is a rename within one file system.
  const outDir = join(folder, `dist.${process.pid}`);
  const { NODE_ENV } = process.env;
  try {
    // The bundler goes by it, and a test runner has one of its own: what is built there would be larger, and would be kept.
    process.env['NODE_ENV'] = 'production';
    const config = (await import(pathToFileURL(join(folder, 'vite.config.ts')).href)) as ClientConfig;
    for (const each of config.builds ?? [config.default]) {
      await build(mergeConfig(each, { configFile: false, root: folder, logLevel: 'silent', build: { outDir, emptyOutDir: false } }));
    }
    await writeStamp(outDir, stamp);
    await replaceFolder(outDir, join(folder, 'dist'));
  } finally {
    if (NODE_ENV === undefined) delete process.env['NODE_ENV'];
    else process.env['NODE_ENV'] = NODE_ENV;
    await rm(outDir, { recursive: true, force: true });
  }
}

/** The bundler's own words, which name file and line; a stack only for what is not an error of the source. */
function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const text = 'errors' in error ? error.message : (error.stack ?? error.message);
  return (process.stdout.isTTY ? text : stripVTControlCharacters(text)).trim();
}
