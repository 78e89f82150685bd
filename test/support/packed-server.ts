import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Plugin } from 'vite';

const root = resolve(import.meta.dirname, '../..');
export const serverSource = join(root, 'src/main.ts');
const outDir = join(root, 'node_modules/.cache/packed-server');

/** Names the file that is run in place of {@link serverSource}. */
export const PACKED_SERVER = 'PARLOR_TEST_PACKED_SERVER';

/** What a test runs as a server. */
export const serverEntry = (): string => process.env[PACKED_SERVER] ?? serverSource;

/**
 * The server and what comes with it in a few files: its 1,300 modules are found and linked one by one otherwise, which is
 * nearly half of what a start costs, and the tests start hundreds. Threads and plugins' processes run their own source.
 * Passwords are hashed quickly.
 * Answers the file to run.
 */
export async function packServer(): Promise<string> {
  const { build } = await import('vite');
  const plugins = await pluginsOf(join(root, 'plugins'));
  await build({
    configFile: false, root, logLevel: 'error', plugins: [whereItWas(plugins), quickPasswords, httpAlone],
    ssr: { noExternal: true, external: ['uWebSockets.js', '@node-rs/argon2', '@node-rs/jieba', 'msgpackr-extract', '@jitl/quickjs-wasmfile-release-sync'] },
    build: {
      ssr: true, target: 'esnext', minify: false, outDir, emptyOutDir: true,
      rolldownOptions: { input: { main: serverSource, ...Object.fromEntries(plugins.map((name) => [chunkOf(name), sourceOf(name)])) }, output: { entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs' } },
    },
  });
  return join(outDir, 'main.mjs');
}

const chunkOf = (plugin: string): string => `plugin-${plugin}`;
const sourceOf = (plugin: string): string => join(root, 'plugins', plugin, 'index.ts');

async function pluginsOf(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory() && existsSync(sourceOf(entry.name))).map(({ name }) => name);
}

/** A hash takes 40 ms of a core by design, and everybody whom a test hires has four. */
const quickPasswords: Plugin = {
  name: 'quick-passwords', enforce: 'pre',
  resolveId: (name, importer) => (name === '@node-rs/argon2' && importer === join(root, 'src/desk/passwords.ts') ? join(root, 'test/support/quick-argon2.ts') : null),
};

/** An import reads all that a module of Node exports, and `http` has a `WebSocket` that brings the whole of `fetch`: 40 ms for what no server uses. */
const httpAlone: Plugin = {
  name: 'http-alone', enforce: 'pre',
  resolveId: (name) => (name === 'http' || name === 'node:http' ? 'http-alone.cjs' : null),
  load: (id) => (id === 'http-alone.cjs' ? `module.exports = process.getBuiltinModule('node:http');` : null),
};

/** Every module finds what lies beside its source, and plugins, which are looked for by their folders, are those of this pack. */
function whereItWas(plugins: readonly string[]): Plugin {
  const packed = Object.fromEntries(plugins.map((name) => [pathToFileURL(sourceOf(name)).href, pathToFileURL(join(outDir, `${chunkOf(name)}.mjs`)).href]));
  const shelf = `
    import { registerHooks as onImport } from 'node:module';
    const packed = new Map(Object.entries(${JSON.stringify(packed)}));
    onImport({ resolve: (name, context, next) => (packed.has(name) ? { url: packed.get(name), shortCircuit: true } : next(name, context)) });
  `;
  return {
    name: 'where-it-was', enforce: 'pre',
    transform(code, id) {
      if (!id.startsWith(root) || id.includes('/node_modules/')) return null;
      const placed = code
        .replaceAll('import.meta.dirname', JSON.stringify(dirname(id)))
        .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(id).href));
      return { code: id === serverSource ? `${shelf}${placed}` : placed, map: null };
    },
  };
}
