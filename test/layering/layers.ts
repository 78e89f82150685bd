/**
 * The drawing of the README, as a table: what the files of each layer may import besides their own.
 * `types of X` allows `import type` only. A layer that is not named here may not exist.
 */
export const layers: Readonly<Record<string, readonly string[]>> = {
  'src/domain': [],
  'src/wire': ['src/domain'],
  'src/transport': ['src/wire', 'src/domain'],
  'src/store': ['src/wire', 'src/domain', 'src/*'],
  'src/cluster': ['src/store', 'src/wire', 'src/domain', 'src/*'],
  'src/plugin': ['src/cluster', 'src/store', 'src/wire', 'src/domain', 'src/*'],
  'src/desk': ['src/plugin', 'src/cluster', 'src/store', 'src/wire', 'src/domain', 'src/*'],
  'src/http': ['src/desk', 'src/plugin', 'src/cluster', 'src/store', 'src/transport', 'src/wire', 'src/domain', 'src/*'],
  rooms: ['src/desk', 'src/plugin', 'src/cluster', 'src/store', 'src/transport', 'src/wire', 'src/domain', 'src/*'],
  'src/uws': [],
  // Files directly in src that every server layer shares: configuration, log, clock.
  'src/*': ['src/domain'],
  plugins: ['src/plugin', 'types of src/domain'],
  'clients/sdk': ['src/wire', 'src/domain'],
  'clients/ui': ['src/domain'],
  'clients/widget': ['clients/sdk', 'clients/ui', 'src/wire', 'src/domain'],
  'clients/console': ['clients/sdk', 'clients/ui', 'src/wire', 'src/domain'],
  'clients/demo': ['clients/sdk', 'clients/ui', 'src/wire', 'src/domain'],
  // The build script and Vite's configurations: they run in Node.
  'clients/*': [],
  bench: ['clients/sdk', 'src/wire', 'src/domain'],
};

/** The composition root, what a bench runs of the server's own code, and tests see everything. */
export const unbound: readonly string[] = ['src/main.ts', 'src/start-node.ts', 'bench/inside', 'bench/nlu', 'test'];

/** Layers that run in a browser as well: no builtins of Node, no zod; `packages` says whether npm packages may come in. */
export const browserSafe: Readonly<Record<string, { packages: boolean }>> = {
  'src/domain': { packages: false },
  'src/wire': { packages: false },
  'clients/sdk': { packages: false },
  'clients/ui': { packages: true },
  'clients/widget': { packages: true },
  'clients/console': { packages: true },
  'clients/demo': { packages: true },
};

export const topLevelFolders: readonly string[] = ['src', 'rooms', 'plugins', 'clients', 'bench', 'test', 'docs', 'deploy'];

/** Hard limit of a source file, above the 250 lines that are meant. Catalogues are lists and may be long. */
export const maxLines = (path: string): number => (/^(src|rooms|plugins)\//.test(path) ? 300 : 400);
export const catalogues: readonly string[] = ['en.ts', 'zh-CN.ts', 'events.ts', 'errors.ts'];

/** The layer that a path (relative to the root, with slashes) belongs to; undefined outside the house. */
export function layerOf(path: string): string | undefined {
  if (unbound.some((root) => path === root || path.startsWith(`${root}/`))) return 'unbound';
  const [top = '', second = '', third] = path.split('/');
  // src/transport.ts is the face of src/transport/.
  if (path === 'src/transport.ts') return 'src/transport';
  if (/^vite\.config\.ts$/.test(third ?? '')) return 'clients/*';
  const candidate = third === undefined ? `${top}/*` : `${top}/${second}`;
  if (candidate in layers) return candidate;
  return top in layers ? top : undefined;
}
