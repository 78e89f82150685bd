import type { ConversationEvent } from '#domain/events.ts';
import { Observers } from '#plugin/observers.ts';

const PLANTED = Symbol('planted');

/** Loaded before a server: one more observer, of every event. */
export function plantObserver(observe: (event: ConversationEvent, conversation: string) => Promise<void> | undefined): void {
  const { tell } = Observers.prototype;
  const owners = Object.getOwnPropertyDescriptor(Observers.prototype, 'owners')?.get as (this: Observers) => readonly unknown[];
  Object.defineProperty(Observers.prototype, 'owners', { get(this: Observers) { return [...owners.call(this), PLANTED]; } });
  Observers.prototype.tell = function planted(owner, event, conversation) {
    return owner === PLANTED ? observe(event, conversation) : tell.call(this, owner, event, conversation);
  };
}
