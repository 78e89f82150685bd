import { z } from 'parlor/plugin';
import type { Brain } from '../brain.ts';
import { askModel, type FromOutside } from '../outside/ask.ts';
import { modelOf } from '../outside/model.ts';
import { call, type BotCall } from './calls.ts';
import { CallError, RC } from './envelope.ts';
import type { Answered, Turned } from './query.ts';

/** Ms: a route answers within ten seconds, and functions of scripts may have had their part of them. */
const ROUTE_MS = 9_000;

const said = z.string().trim().max(2_000).optional();

/** The language model, for programs. */
export const modelCalls = [
  call('POST /rag/query', z.object({ query: said, textMessage: said }), async (on, { query, textMessage }) => {
    const text = query ?? textMessage ?? '';
    if (text === '') throw new CallError(RC.badInput, 'query: what is asked');
    const brain = await on.brain();
    if (!mayAsk(on, brain)) throw new CallError(RC.missing, 'No language model is set up, or it is off for this bot');
    const { answer, traces } = await ask(on, brain, { text, left: ROUTE_MS });
    const { fallback } = brain.profile;
    return { data: { think: '', content: answer?.text ?? fallback, is_logic_fallback: answer === null, slices: slicesOf(traces), model: on.ctx.config.model, prompt: '' } };
  }),
];

/** What nobody in the bot knew is asked of the model; `began`: of `performance.now()`. */
export async function orByModel(on: BotCall, brain: Brain, { text, user }: { readonly text: string; readonly user: string }, turned: Turned, began: number): Promise<Turned> {
  if (turned.answered.service.provider !== 'fallback' || !mayAsk(on, brain)) return turned;
  const { answer, traces } = await ask(on, brain, { text, by: `${on.id} ${user}`, left: ROUTE_MS - (performance.now() - began) });
  if (answer === null) return turned;
  const answered: Answered = { ...turned.answered, string: answer.text, logic_is_fallback: false, service: { provider: 'llm', model: on.ctx.config.model, slices: slicesOf(traces) } };
  return { ...turned, answered };
}

const mayAsk = ({ ctx }: BotCall, { profile: { outside } }: Brain): boolean => outside.model && modelOf(ctx.config) !== null;

const ask = ({ ctx, gate }: BotCall, brain: Brain, asked: { readonly text: string; readonly by?: string; readonly left: number }): Promise<FromOutside> => askModel(ctx, gate, brain, { ...asked, strict: brain.profile.outside.strict });

/** What the model was given. */
const slicesOf = (traces: FromOutside['traces']) => traces.flatMap(({ sources }) => sources.map(({ cited, score, text, title, url }) => ({ title, content: text, url, score, cited })));
