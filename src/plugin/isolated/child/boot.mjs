/**
 * The first code in the process, in plain JavaScript: to take types out would cost it four times its start, and 30 MB. The
 * rest, everything that gather.ts found, comes on its standard input: this is the only file that it may read.
 */
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';

const { main, modules } = JSON.parse(readFileSync(0, 'utf8'));

registerHooks({
  resolve: (name, context, next) => {
    const url = name === main ? main : modules[context.parentURL]?.imports[name];
    return url === undefined ? next(name, context) : { url, format: 'module', shortCircuit: true };
  },
  load: (url, context, next) => {
    const { source } = modules[url] ?? {};
    return source === undefined ? next(url, context) : { source, format: 'module', shortCircuit: true };
  },
});
const { serve } = await import(main);
serve();
