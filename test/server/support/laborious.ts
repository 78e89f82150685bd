import { Hooks } from '#plugin/hooks.ts';
import { Load } from '#src/load.ts';
import { plantObserver } from './plant-observer.ts';

/**
 * Loaded before a server: every message costs it `LABOUR` ms of its one thread, before the decision (`LABOUR_AT=filter`)
 * or after the commit (`observer`). By the clock, so that it can do as much on a machine that is shared. `UNGUARDED=1`: it takes all of them, which its test must notice.
 */
const { LABOUR = '1', LABOUR_AT = 'filter', UNGUARDED } = process.env;
if (UNGUARDED !== undefined) Load.prototype.look = () => {};

function toil(): void {
  const until = performance.now() + Number(LABOUR);
  while (performance.now() < until);
}

if (LABOUR_AT === 'filter') {
  const { posting } = Hooks.prototype;
  Object.defineProperty(Hooks.prototype, 'hasFilters', { get: () => true });
  Hooks.prototype.posting = function laborious(message) {
    toil();
    return posting.call(this, message);
  };
} else {
  plantObserver((event) => {
    if (event.type === 'message.posted') toil();
    return undefined;
  });
}
