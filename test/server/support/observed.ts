import { appendFileSync } from 'node:fs';
import { plantObserver } from './plant-observer.ts';

/**
 * Loaded before a server: it has an observer of every event. `OBSERVED` names the file to which it adds a line
 * `<conversation> <seq>` each; without it the observer is one that never comes to an end.
 */
const file = process.env['OBSERVED'];
plantObserver((event, conversation) => {
  if (file === undefined) return new Promise(() => {});
  appendFileSync(file, `${conversation} ${event.seq}\n`);
  return undefined;
});
