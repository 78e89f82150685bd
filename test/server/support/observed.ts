import { appendFileSync } from 'node:fs';
import { Hooks } from '#plugin/hooks.ts';

/**
 * Loaded before a server: it has an observer of every event. `OBSERVED` names the file to which it adds a line
 * `<conversation> <seq>` each; without it the observer is one that never comes to an end.
 */
const file = process.env['OBSERVED'];
const { observed } = Hooks.prototype;
Hooks.prototype.observed = function observedAll(event, conversation) {
  if (file === undefined) return new Promise(() => {});
  appendFileSync(file, `${conversation} ${event.seq}\n`);
  return observed.call(this, event, conversation);
};
