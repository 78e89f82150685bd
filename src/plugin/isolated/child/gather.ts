/** Run by itself: prints the process's own code, and that of the contract, as boot.mjs takes it. */
import { readFileSync } from 'node:fs';
import { registerHooks, stripTypeScriptTypes } from 'node:module';
import { extname } from 'node:path';

interface Module {
  source: string;
  /** URLs by what it calls them. */
  readonly imports: Record<string, string>;
}

const main = new URL('main.ts', import.meta.url).href;
const modules: Record<string, Module> = {};
const moduleAt = (url: string): Module => (modules[url] ??= { source: '', imports: {} });

registerHooks({
  resolve: (name, context, next) => {
    const found = next(name, context);
    if (context.parentURL !== undefined && found.url.startsWith('file:')) moduleAt(context.parentURL).imports[name] = found.url;
    return found;
  },
  load: (url, context, next) => {
    if (url.startsWith('file:')) moduleAt(url).source = plainAt(url);
    return next(url, context);
  },
});
await import(main);
delete modules[import.meta.url];
process.stdout.write(JSON.stringify({ main, modules }));

function plainAt(url: string): string {
  const text = readFileSync(new URL(url), 'utf8');
  return extname(url) === '.ts' ? stripTypeScriptTypes(text) : text;
}
