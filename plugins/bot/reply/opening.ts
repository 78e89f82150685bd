import type { BotSays } from 'parlor/plugin';
import type { Brain } from '../brain.ts';
import { beginFlow, type At } from '../flows/chat.ts';
import { filled, wordsOf } from '../words.ts';
import { follow } from './dialogue.ts';
import type { Memory } from './memory.ts';
import { hotOf } from './offers.ts';
import { NOTHING, type Answering, type Told } from './trace.ts';

/** So long a chat may be without words before it is the bot that begins, ms: they mostly come with it. */
const WORDLESS_MS = 3_000;

/** What a bot remembers of a chat that has begun, and in which nothing was said. */
export const BEGUN = { greets: true } as const;

/** A chat begins with the visitor's first words, and what the bot says first stands under them: choices above could not be tapped any more. */
export const awaited = (memory: Memory): Told => ({ answer: { memory: { ...memory, ...BEGUN }, wakeMs: WORDLESS_MS }, trace: NOTHING });

/** The flow that chats begin with, or a greeting; to the first words, or to none. */
export async function open(brain: Brain, before: Memory, role: Answering, at: At, said = ''): Promise<Told> {
  const memory: Memory = { ...before, greets: false };
  const { begun } = brain.flows;
  if (begun !== null) return follow(brain, { ...memory, lastQuestion: said }, role, await beginFlow(brain, begun, at, said.trim() === '' ? undefined : said));
  const { offered, says } = greetingOf(brain);
  return { answer: { says, memory: { ...memory, offered } }, trace: { by: 'welcome', hits: [] } };
}

/** First words that only greet, or that it knows no answer to, get its greeting as the one reply; they are kept as what they were. */
export function greeted(brain: Brain, told: Told): Told {
  const { answer, trace } = told;
  if (trace.by !== 'welcome' && trace.by !== 'fallback') return told;
  const { offered, says } = greetingOf(brain);
  return { ...told, answer: { ...answer, says, memory: { ...Object(answer.memory) as Memory, offered } } };
}

/** Who it is, and what is asked most to choose from. */
function greetingOf(brain: Brain): { readonly says: readonly BotSays[]; readonly offered: readonly string[] } {
  const { name, offered: most, welcome } = brain.profile;
  const text = filled(welcome === '' ? wordsOf(brain.profile).welcome : welcome, { name });
  const offered = hotOf(brain, most);
  return { says: [offered.length === 0 ? { kind: 'text', text } : { kind: 'quick-replies', text, choices: offered }], offered };
}
