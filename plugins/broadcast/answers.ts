import type { SlotNotesRequest } from 'parlor/plugin';
import type { Own } from './config.ts';
import { answerIn, wordsOf } from './results.ts';

const LONGEST = 400;

/** Under the first words of who answers in another chat than the one in which it was said: what they answer to. */
export async function answers(ctx: Own, { conversation, messages }: SlotNotesRequest) {
  const answer = await answerIn(ctx, conversation.id);
  if (answer === undefined || !messages.some(({ seq }) => seq === answer.seq)) return [];
  const words = await wordsOf(ctx, answer.broadcast);
  if (words === undefined) return [];
  const { text, title } = words;
  const said = text.length > LONGEST ? `${text.slice(0, LONGEST).toWellFormed()}…` : text;
  return [{ seq: answer.seq, blocks: [{ type: 'text' as const, tone: 'muted' as const, text: { en: `Answers the broadcast “${title}”: ${said}`, 'zh-CN': `回复群发“${title}”：${said}` } }] }];
}
