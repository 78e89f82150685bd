import type { BotSays } from 'parlor/plugin';
import type { Brain } from '../brain.ts';
import type { Completed } from '../compat/query.ts';
import { knownLines } from '../flows/chat.ts';
import type { Profile } from '../profile.ts';
import { filled, spokenTold, wordsOf } from '../words.ts';
import { fitting, type Memory } from './memory.ts';
import { comes } from './person.ts';
import type { Answering, Told, Trace } from './trace.ts';

/** All is known of what somebody wants: they hear what becomes of it, and agents what was told, where it is theirs now. */
export function answerCompleted(brain: Brain, before: Memory, role: Answering, question: string, { handsOver, intent, reply, told }: Completed, now: number): Told {
  const trace: Trace = { by: 'intent', of: intent, hits: [] };
  const memory = fitting({ ...before, misses: 0, lastQuestion: question, quiet: handsOver });
  const says: readonly BotSays[] = [{ kind: 'text', text: reply.trim() === '' ? notedIn(brain, told, handsOver, now) : reply }];
  if (!handsOver) return { answer: { says, memory }, trace };
  const house = { language: brain.notes };
  const own = wordsOf(house);
  const { handoverTo, name } = brain.profile;
  const note = filled(own.reasonSummary, { name, reason: filled(own.reasons.intent, { intent }) }) + linesOf(told, house, now);
  return { answer: { says: [...says, comes(brain, role), { kind: 'note', text: note }], memory, next: 'hand-over', department: handoverTo }, trace };
}

/** Nobody else says what was understood where no person comes to see to it. */
function notedIn({ profile }: Brain, told: Completed['told'], handsOver: boolean, now: number): string {
  const words = wordsOf(profile);
  return handsOver || told.length === 0 ? words.noted : words.notedAs + linesOf(told, profile, now);
}

const linesOf = (told: Completed['told'], reader: Pick<Profile, 'language'>, now: number): string => knownLines(told.map((each) => ({ name: each.name, value: spokenTold(each, reader, now) })));
