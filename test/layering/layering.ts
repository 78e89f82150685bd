import { globSync, readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { basename, join, posix, sep } from 'node:path';
import { importsOf, type Import } from './imports.ts';
import { browserSafe, catalogues, layerOf, layers, maxLines, topLevelFolders } from './layers.ts';

export type Violation = { path: string; line: number; message: string };

const sources = '{src,rooms,plugins,clients,bench,test}/**/*.{ts,tsx,mts,cts,js,mjs,cjs}';
const notOurs = /(^|\/)(node_modules|dist|artifacts)\//;

/** Everything in the tree below `root` that the drawing forbids. */
export function checkTree(root: string): Violation[] {
  const aliases = readAliases(root);
  const paths = globSync(sources, { cwd: root })
    .map((path) => path.split(sep).join('/'))
    .filter((path) => !notOurs.test(path));
  return [
    ...checkFolders(root),
    ...paths.flatMap((path) => checkFile(path, readFileSync(join(root, path), 'utf8'), aliases)),
  ];
}

/** Folder of each `#alias/*` of package.json, by its prefix `#alias/`. */
export type Aliases = ReadonlyMap<string, string>;

export function checkFile(path: string, source: string, aliases: Aliases): Violation[] {
  const layer = layerOf(path);
  if (layer === undefined) return [{ path, line: 1, message: 'belongs to no layer of the drawing' }];
  const lines = source.split('\n').length;
  const found: Violation[] = [];
  const most = maxLines(path);
  if (lines > most && !catalogues.includes(basename(path))) {
    found.push({ path, line: most, message: `has ${lines} lines; the ceiling is ${most}` });
  }
  if (layer === 'unbound') return found;
  for (const item of importsOf(source)) {
    const message = judge(path, layer, item, aliases);
    if (message) found.push({ path, line: item.line, message });
  }
  return found;
}

function judge(path: string, layer: string, item: Import, aliases: Aliases): string | undefined {
  const target = resolveLocal(path, item.specifier, aliases);
  if (target === undefined) return judgePackage(layer, item.specifier);
  const targetLayer = layerOf(target);
  if (targetLayer === 'unbound') return `${layer} imports ${target}, which only stands above`;
  if (targetLayer === undefined) return `${layer} imports ${target}, which is in no layer`;
  if (targetLayer === layer && !crossesPlugins(path, target)) return undefined;
  const allowed = layers[layer] ?? [];
  if (allowed.includes(targetLayer)) return undefined;
  if (allowed.includes(`types of ${targetLayer}`)) {
    return item.typeOnly ? undefined : `${layer} may import only types of ${targetLayer} (import type)`;
  }
  return `${layer} may not import ${targetLayer} (${item.specifier})`;
}

/** A plugin is a layer of its own among the plugins. */
function crossesPlugins(path: string, target: string): boolean {
  const folder = (file: string): string => file.split('/').slice(0, 2).join('/');
  return path.startsWith('plugins/') && folder(path) !== folder(target);
}

function judgePackage(layer: string, specifier: string): string | undefined {
  const rule = browserSafe[layer];
  if (!rule) return undefined;
  const name = specifier.split('/')[0] ?? specifier;
  if (specifier.startsWith('node:') || builtinModules.includes(name)) return `${layer} runs in browsers: no ${specifier}`;
  if (name === 'zod') return `${layer} stays free of zod`;
  return rule.packages ? undefined : `${layer} imports no package (${specifier})`;
}

/** Path of a relative or `#alias` import below the root; undefined for packages and builtins. */
function resolveLocal(path: string, specifier: string, aliases: Aliases): string | undefined {
  if (specifier.startsWith('.')) return posix.join(posix.dirname(path), specifier);
  for (const [prefix, folder] of aliases) {
    if (specifier.startsWith(prefix)) return posix.join(folder, specifier.slice(prefix.length));
  }
  return undefined;
}

function readAliases(root: string): Aliases {
  const { imports = {} } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    imports?: Record<string, string>;
  };
  return new Map(Object.entries(imports).map(([from, to]) => [from.replace(/\*$/, ''), to.replace(/\*$/, '')]));
}

function checkFolders(root: string): Violation[] {
  const ignored = readFileSync(join(root, '.gitignore'), 'utf8').split('\n');
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.') && !ignored.includes(`${entry.name}/`))
    .filter((entry) => !topLevelFolders.includes(entry.name))
    .map((entry) => ({ path: entry.name, line: 0, message: 'is no top-level folder of this house' }));
}
