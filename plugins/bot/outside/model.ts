import { z } from 'parlor/plugin';
import type { Own } from '../own.ts';
import { OutsideError } from './failure.ts';
import type { Brought, Target } from './gate.ts';
import type { ChatMessage } from './prompt.ts';
import { sendJson } from './send.ts';

/** What a model wrote. */
export interface Completion {
  readonly text: string;
  /** It was cut off where it had written as much as it may. */
  readonly isCut: boolean;
}

const answer = z.object({
  choices: z.array(z.object({ message: z.object({ content: z.string().nullish() }), finish_reason: z.string().nullish() })).min(1),
  usage: z.object({ total_tokens: z.number().int().min(0) }).nullish(),
});

/** Null: none is set up. */
export function modelOf({ model, modelDailyAnswers, modelDailyTokens, modelSeconds, modelUrl }: Own['config']): (Target & { readonly name: string; readonly host: string }) | null {
  const url = URL.parse(modelUrl);
  if (url === null || model === '') return null;
  return { id: 'model', name: model, host: url.host, ms: modelSeconds * 1_000, most: { answers: modelDailyAnswers, tokens: modelDailyTokens } };
}

/** Asks the model of the settings. Rejects with an OutsideError. */
export async function complete(ctx: Own, messages: readonly ChatMessage[], ms: number): Promise<Brought<Completion>> {
  const { model, modelKey, modelStyle, modelTemperature, modelTokens, modelUrl } = ctx.config;
  const read = answer.safeParse(await sendJson(ctx, {
    url: `${modelUrl.replace(/\/+$/, '').replace(/\/chat\/completions$/, '')}/chat/completions`, ms,
    headers: modelKey === '' ? {} : { authorization: `Bearer ${modelKey}` },
    body: { model, messages, stream: false, ...(modelStyle === 'chat' ? { temperature: modelTemperature, max_tokens: modelTokens } : { max_completion_tokens: modelTokens }) },
  }));
  const [first] = read.data?.choices ?? [];
  if (first === undefined) throw new OutsideError('unreadable', 'no completion');
  const text = first.message.content ?? '';
  return { got: { text, isCut: first.finish_reason === 'length' }, tokens: read.data?.usage?.total_tokens ?? tokensIn(messages) + about(text) };
}

/** What a call may cost. */
export const mayCost = (messages: readonly ChatMessage[], { modelTokens }: Own['config']): number => tokensIn(messages) + modelTokens;

const tokensIn = (messages: readonly ChatMessage[]): number => messages.reduce((sum, { content }) => sum + about(content), 0);

/** Tokens, about: three letters, or a Chinese character, is one. Rather too many than too few. */
function about(text: string): number {
  const han = text.match(/\p{Script=Han}/gu)?.length ?? 0;
  return Math.ceil(han + (text.length - han) / 3);
}
