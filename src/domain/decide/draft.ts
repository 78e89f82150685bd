import type { Refusal } from '../errors.ts';
import type { Audience, EventData, EventType } from '../events.ts';

/** An event before it has its positions. */
export interface DraftOf<T extends EventType> {
  readonly type: T;
  readonly audience: Audience;
  readonly data: EventData[T];
}
export type Draft = { [T in EventType]: DraftOf<T> }[EventType];

/** What follows from a command: none where it holds already, or why it does not. */
export type Decision = readonly Draft[] | Refusal;

export const draft = <T extends EventType>(type: T, data: EventData[T], audience: Audience = 'public'): DraftOf<T> => ({ type, audience, data });
