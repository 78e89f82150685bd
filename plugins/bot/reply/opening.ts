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

/** First words that only greet get its greeting as the one reply; a question that it knows no answer to has the miss said under the greeting. */
export function greeted(brain: Brain, told: Told): Told {
  const { answer, trace } = told;
  if (trace.by !== 'welcome' && trace.by !== 'fallback') return told;
  const { offered, says } = greetingOf(brain, trace.by === 'welcome' ? [] : (answer.says ?? []));
  return { ...told, answer: { ...answer, says, memory: { ...Object(answer.memory) as Memory, offered } } };
}

/** Who it is, what else there is to say, and what is asked most to choose from: under the last of it, as choices above could not be tapped. */
function greetingOf(brain: Brain, more: readonly BotSays[] = []): { readonly says: readonly BotSays[]; readonly offered: readonly string[] } {
  const { name, offered: most, welcome } = brain.profile;
  const greeting: BotSays = { kind: 'text', text: filled(welcome === '' ? wordsOf(brain.profile).welcome : welcome, { name }) };
  const offered = hotOf(brain, most);
  const last = more.at(-1) ?? greeting;
  return { says: [...[greeting, ...more].slice(0, -1), offered.length === 0 ? last : { kind: 'quick-replies', text: last.text, choices: offered }], offered };
}
