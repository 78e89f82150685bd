/** Run by itself, with the path of main.ts: prints the process's own code, and that of the contract, as boot.mjs takes it. */
import { readFileSync } from 'node:fs';
import { registerHooks, stripTypeScriptTypes } from 'node:module';
import { extname } from 'node:path';
import { pathToFileURL } from 'node:url';

interface Module {
  source: string;
  /** URLs by what it calls them. */
  readonly imports: Record<string, string>;
}

const main = pathToFileURL(process.argv[2] ?? '').href;
const modules: Record<string, Module> = {};
const moduleAt = (url: string): Module => (modules[url] ??= { source: '', imports: {} });

registerHooks({
  resolve: (name, context, next) => {
    const found = next(name, context);
    if (context.parentURL !== undefined && found.url.startsWith('file:')) moduleAt(context.parentURL).imports[name] = found.url;
    return found;
  },
  load: (url, context, next) => {
    const loaded = next(url, context);
    if (url.startsWith('file:')) moduleAt(url).source = plainAt(url, loaded.format);
    return loaded;
  },
});
await import(main);
delete modules[import.meta.url];
process.stdout.write(JSON.stringify({ main, modules }));

/** boot.mjs gives out all as ES modules. */
function plainAt(url: string, format: string | null | undefined): string {
  if (format !== 'module' && format !== 'module-typescript') {
    throw new Error(`${url} is ${format ?? 'of no known format'}, and a plugin's process takes ES modules only: import one that is, or import it where the process does not`);
  }
  const text = readFileSync(new URL(url), 'utf8');
  return extname(url) === '.ts' ? stripTypeScriptTypes(text) : text;
}
