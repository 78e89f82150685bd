import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What every client is made of, besides its own folder. Paths that do not exist count as empty. */
const shared = ['clients/sdk', 'clients/ui', 'src/domain', 'src/wire', 'package.json', 'package-lock.json'];

const isOutput = (name: string): boolean => name === 'dist' || name.startsWith('dist.') || name === 'node_modules';

/** A hash over names and contents of all that a client's build reads. Content, not time: a fresh clone or checkout rebuilds only what differs. */
export async function hashInputs(root: string, client: string): Promise<string> {
  const scripts = (await readdir(join(root, 'clients'))).filter((name) => /^build.*\.ts$/.test(name)).sort();
  const hash = createHash('sha256');
  for (const path of [`clients/${client}`, ...scripts.map((name) => `clients/${name}`), ...shared]) {
    for (const file of await filesUnder(root, path)) {
      const content = await readFile(join(root, file));
      hash.update(`${file}\0${content.length}\0`).update(content);
    }
  }
  return hash.digest('hex');
}

async function filesUnder(root: string, path: string): Promise<readonly string[]> {
  const entries = await readdir(join(root, path), { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOTDIR') return null;
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  if (entries === null) return [path];
  const below = entries.filter(({ name }) => !isOutput(name)).map(({ name }) => `${path}/${name}`).sort();
  const files: string[] = [];
  for (const each of below) files.push(...(await filesUnder(root, each)));
  return files;
}

const stampIn = (dist: string): string => join(dist, '.stamp');

/** The hash that a dist was built from; null when there is none. */
export const readStamp = (dist: string): Promise<string | null> => readFile(stampIn(dist), 'utf8').catch(() => null);

export const writeStamp = (dist: string, stamp: string): Promise<void> => writeFile(stampIn(dist), stamp);
