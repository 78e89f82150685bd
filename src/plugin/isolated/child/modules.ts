import { registerHooks } from 'node:module';
import { extname } from 'node:path/posix';

/** Where the plugin's own code is, for its imports and its stacks. */
const ROOT = 'plugin:///';
/** Reaches nothing but what the plugin gives it. */
const BUILTINS: ReadonlySet<string> = new Set([
  'assert', 'buffer', 'crypto', 'events', 'path', 'path/posix', 'querystring', 'stream', 'stream/promises', 'string_decoder', 'timers', 'timers/promises', 'url', 'util', 'zlib',
]);
const CONTRACT: ReadonlySet<string> = new Set(['parlor/plugin', '#plugin/define.ts']);

/** From here on a plugin's code is what `sources` has, by path, and it imports nothing else but the contract and a few builtins. */
export function serveModules(sources: ReadonlyMap<string, string>, contract: string): void {
  registerHooks({
    resolve: (specifier, context) => {
      // Whoever asks: code that was made from a text has no file to ask from.
      const from = context.parentURL ?? ROOT;
      if (CONTRACT.has(specifier)) return { url: contract, shortCircuit: true };
      const builtin = specifier.replace(/^node:/, '');
      if (BUILTINS.has(builtin)) return { url: `node:${builtin}`, format: 'builtin', shortCircuit: true };
      const local = specifier.startsWith(ROOT) || /^\.{1,2}\//.test(specifier) ? new URL(specifier, from).href : '';
      if (!sources.has(local.slice(ROOT.length))) throw new Error(`${specifier} cannot be imported: a plugin from outside has its own files, parlor/plugin, and ${[...BUILTINS].join(', ')}`);
      return { url: local, format: formatOf(local), shortCircuit: true };
    },
    load: (url, context, next) => (url.startsWith(ROOT) ? { source: sources.get(url.slice(ROOT.length)) ?? '', format: formatOf(url), shortCircuit: true } : next(url, context)),
  });
}

export const urlOf = (path: string): string => `${ROOT}${path}`;

const formatOf = (url: string): 'json' | 'module' => (extname(url) === '.json' ? 'json' : 'module');
