import { createHash } from 'node:crypto';
import type { BotSays } from 'parlor/plugin';
import type { Brain } from '../brain.ts';
import { spoken } from '../faq.ts';
import { NOBODY, type AskOutside } from '../outside/ask.ts';
import { saidFromOutside } from '../outside/said.ts';
import { nearest } from './known.ts';
import type { Memory, Suggested } from './memory.ts';
import { NOTHING, SILENCE, type Told } from './trace.ts';

const MOST_SUGGESTED = 3;
/** Suggestions that are remembered. */
const MOST_REMEMBERED = 9;

/** What an agent might answer. */
export async function suggest(brain: Brain, memory: Memory, turn: number, text: string, outside: AskOutside): Promise<Told> {
  if (text.trim() === '') return SILENCE;
  const hits = nearest(brain, text, MOST_SUGGESTED).filter(({ score }) => score >= brain.profile.suggest);
  const own = hits.flatMap(({ id, score }) => {
    const words = brain.entries.get(id);
    const shown = words === undefined ? '' : spoken(words).join('\n');
    return shown === '' ? [] : [{ shown, score }];
  });
  const { answer: found, traces } = own.length === 0 && brain.profile.outside.assists ? await outside(text, 'suggest') : NOBODY;
  const why = { hits, ...(traces.length === 0 ? {} : { outside: traces }) };
  const says: readonly BotSays[] = found === null ? own.map(({ shown }) => ({ kind: 'suggestion', text: shown })) : saidFromOutside(brain, found, traces, 'suggest');
  // What it has nothing to say to costs no commit.
  if (says.length === 0) return { answer: {}, trace: { by: 'nothing', ...why } };
  const remembered = [...own.map(({ score, shown }): Suggested => ({ words: digestOf(shown), turn, score })), ...memory.suggested].slice(0, MOST_REMEMBERED);
  return { answer: { says, memory: { ...memory, lastQuestion: text, suggested: remembered } }, trace: { by: 'suggestion', ...why } };
}

/** What becomes of a suggestion is told once. */
export function settle(memory: Memory, words: string): Told {
  const rest = memory.suggested.filter(({ words: known }) => known !== digestOf(words));
  return { answer: rest.length === memory.suggested.length ? {} : { memory: { ...memory, suggested: rest } }, trace: NOTHING };
}

/** Which of its suggestions it was. */
export const suggestedAs = (memory: unknown, words: string): Suggested | undefined => (Object(memory) as Partial<Memory>).suggested?.find(({ words: known }) => known === digestOf(words));

/** Chats remember no more of what they suggested: 96 bits. */
const digestOf = (words: string): string => createHash('sha256').update(words).digest('base64url').slice(0, 16);
