import { registerHooks } from 'node:module';
import { isMainThread } from 'node:worker_threads';

/** Before a server: each module that it reads, and each use of a language's rules, in whichever of its threads, is a line of its standard error; one use of each comes first, which shows that they are noted. */
const note = (what: string): void => void process.stderr.write(`${what}\n`);

registerHooks({
  load: (url, context, next) => {
    note(url);
    return next(url, context);
  },
});

for (const name of ['DateTimeFormat', 'DisplayNames', 'NumberFormat', 'Segmenter'] as const) {
  const original = Intl[name];
  Object.defineProperty(Intl, name, {
    value: new Proxy<object>(original, {
      construct: (_, given, as) => {
        note(`Intl.${name}`);
        return Reflect.construct(original, given, as) as object;
      },
    }),
  });
  if (isMainThread) Reflect.construct(Intl[name], ['en', { type: 'region' }]);
}
