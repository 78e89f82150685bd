import type { ConversationPicture } from '#sdk/index.ts';
import type { Participant } from '#wire/vocabulary.ts';

/** Everybody whom the events or the state name; who left is remembered. */
export function peopleOf({ events, state }: Pick<ConversationPicture, 'events' | 'state'>): ReadonlyMap<string, Participant> {
  const people = new Map<string, Participant>();
  for (const event of events) {
    if (event.type === 'conversation.started') people.set(event.visitor.id, event.visitor);
    if (event.type === 'conversation.assigned') people.set(event.assignee.id, event.assignee);
    if (event.type === 'participant.joined') people.set(event.participant.id, event.participant);
  }
  for (const participant of state?.participants ?? []) people.set(participant.id, participant);
  return people;
}

/** Where the scripts begin that write a name without spaces. */
const FIRST_CJK = 0x2e80;

/** One or two letters for a face: initials, or the first character of a Chinese name. */
export function initialsOf(name: string): string {
  const parts = name.trim().split(/\s+/);
  const first = firstLetter(parts[0]);
  if (first === '' || (first.codePointAt(0) ?? 0) >= FIRST_CJK) return first;
  return (first + (parts.length > 1 ? firstLetter(parts.at(-1)) : '')).toUpperCase();
}

/** A whole one, even where it takes two UTF-16 units. */
function firstLetter(word = ''): string {
  const point = word.codePointAt(0);
  return point === undefined ? '' : String.fromCodePoint(point);
}
