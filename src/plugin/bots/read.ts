import { z } from 'zod';
import type { BotWords, CommandOf } from '#domain/commands.ts';
import { RefusalError } from '#domain/errors.ts';
import { MAX_TEXT } from '#domain/message.ts';
import type { BotAnswer, BotPost, BotSays } from './bot.ts';

const ID = /^[a-z0-9-]{2,40}$/;
const MAX_NAME = 80;
const MAX_ID = 64;
const LEAST_WAKE_MS = 1_000;
const MOST_WAKE_MS = 86_400_000;
const MOST_POSTS = 500;
/** Things said in one turn. */
const MOST_SAID = 10;

const text = z.string();
/** Whoever wrote the plugin: its answer has to be one. What the texts may be the chat decides. */
const answered = z.strictObject({
  says: z.array(z.union([z.strictObject({ kind: z.enum(['text', 'note', 'suggestion']), text }), z.strictObject({ kind: z.literal('quick-replies'), text, choices: z.array(text) })])).max(MOST_SAID).optional(),
  answers: z.boolean().optional(),
  memory: z.unknown().optional(),
  wakeMs: z.number().min(LEAST_WAKE_MS).max(MOST_WAKE_MS).optional(),
  next: z.enum(['stay', 'hand-over', 'complete']).optional(),
  department: z.string().max(MAX_ID).optional(),
});

/** What a bot answered; nothing is an answer too. Throws for what is none. */
export const readAnswer = (given: unknown): BotAnswer => answered.parse(given ?? {}) as BotAnswer;

/** A bot that says too much is cut short, rather than not heard at all. */
function wordsOf(says: BotSays): BotWords {
  const { kind } = says;
  const text = says.text.length > MAX_TEXT ? `${says.text.slice(0, MAX_TEXT - 1).toWellFormed()}…` : says.text;
  if (kind === 'note') return { kind: 'text', body: { text }, audience: 'agents' };
  if (kind === 'suggestion') return { kind, body: { text }, audience: 'agents' };
  return { kind, body: kind === 'quick-replies' ? { text, choices: says.choices } : { text }, audience: 'public' };
}

/** `before`: what it remembers where it says nothing of it. */
export function commandOf({ answers = false, department, memory, next = 'stay', says = [], wakeMs }: BotAnswer, before: string): Omit<CommandOf<'bot.answer'>, 'turn' | 'type'> {
  return { says: says.map(wordsOf), answers, memory: memory === undefined ? before : (JSON.stringify(memory) ?? 'null'), wakeMs: wakeMs ?? null, next, department: department || null };
}

/** They come from a plugin's author. */
export function checkPosts(posts: readonly BotPost[]): void {
  const fail = (why: string): never => {
    throw new RefusalError('input.invalid', { fields: { posts: why } });
  };
  if (!Array.isArray(posts) || posts.length > MOST_POSTS) fail(`a list of at most ${MOST_POSTS}`);
  const ids = new Set<string>();
  for (const { assists, department, first, id, name, queued } of posts) {
    if (typeof id !== 'string' || !ID.test(id) || ids.has(id)) fail('ids of 2 to 40 lower case letters, digits and dashes, each once');
    if (typeof name !== 'string' || name.trim() === '' || name.length > MAX_NAME) fail(`names of 1 to ${MAX_NAME} characters`);
    if (typeof department !== 'string' || ![assists, first, queued].every((flag) => typeof flag === 'boolean')) fail('a department, and what it does there');
    ids.add(id);
  }
}
