import { z } from 'parlor/plugin';
import type { Brain } from '../brain.ts';
import { isMuted } from '../muted.ts';
import { call, type BotCall } from './calls.ts';
import type { Envelope } from './envelope.ts';
import { repliesOf } from './faq-shapes.ts';
import { callerOf, type TurnScope } from './functions.ts';
import { log } from './log.ts';
import { hostOf } from './maestro.ts';
import type { Mind } from './mind.ts';
import { orByModel } from './model-calls.ts';
import { answerTurn, type Turned } from './query.ts';
import { keepUser, newUser, turnsOf, userOf, type User } from './users.ts';

/** Both spellings are in use. */
const threshold = z.coerce.number().min(0).max(1).optional();
const thresholds = z.object({ faqBestReplyThreshold: threshold, faqSuggReplyThreshold: threshold, faq_best_reply: threshold, faq_sugg_reply: threshold });
/** Control characters say nothing, and are long in JSON. */
// eslint-disable-next-line no-control-regex -- these are meant
const text = z.string().max(2_000).transform((said) => said.replaceAll(/[\u0000-\u0008\u000e-\u001f\u007f]/g, '').toWellFormed().trim());
export const userId = z.string().min(1).max(200);
const MOST_EXTRAS = 4_000;
const extras = z.unknown().refine((given) => given === undefined || JSON.stringify(given).length <= MOST_EXTRAS, `JSON of at most ${MOST_EXTRAS} characters`).optional();

const MOST_FOUND = 10;
/** Turns of somebody that a function is told of. */
const MOST_HISTORY = 20;

function surenessOf(given: z.output<typeof thresholds>, { best, suggest }: { readonly best: number; readonly suggest: number }) {
  return { best: given.faqBestReplyThreshold ?? given.faq_best_reply ?? best, suggest: given.faqSuggReplyThreshold ?? given.faq_sugg_reply ?? suggest };
}

const query = thresholds.extend({ fromUserId: userId, textMessage: text, extras, isDebug: z.boolean().default(false) });
type Query = z.output<typeof query>;

export const chatCalls = [
  call('POST /faq/query', thresholds.extend({ query: text, fromUserId: userId.optional() }), async (on, given) => {
    const { entries, profile, search } = await on.brain();
    const { suggest } = surenessOf(given, profile);
    const hits = search.search(given.query, MOST_FOUND).filter(({ score }) => score >= suggest);
    return { data: hits.flatMap(({ id, score }) => {
      const entry = entries.get(id);
      return entry === undefined ? [] : [{ id, score, post: entry.post, replies: repliesOf(entry), categories: entry.categories }];
    }) };
  }),
  // What somebody says next waits until this is answered.
  call('POST /conversation/query', query, (on, given) => on.lanes.run(`user:${on.id}:${given.fromUserId}`, () => converse(on, given))),
];

async function converse(on: BotCall, given: Query): Promise<Envelope> {
  const { ctx, id: bot, now } = on;
  const began = performance.now();
  const [known, brain] = await Promise.all([userOf(ctx, bot, given.fromUserId), on.brain()]);
  const user = known ?? newUser(given.fromUserId, now);
  if (isMuted(brain, user.id)) return { data: { state: 'default', string: '', logic_is_unexpected: false, logic_is_fallback: false, service: { provider: 'mute' }, botName: brain.profile.name, faq: [] } };
  const mind = await mindFor(on, brain, user);
  const host = hostOf({ ctx, bot, brain, mind, lanes: on.lanes, now });
  const debug: string[] = [];
  const byBot = await answerTurn(brain, mind, user, { text: given.textMessage, ...surenessOf(given, brain.profile) }, {
    scope: { user: user.id, text: given.textMessage, extras: given.extras ?? null, now, debug, history: () => historyOf(on, user) },
    caller: (scope: TurnScope) => callerOf(on.pool, mind, host, scope),
    random: Math.random,
    explains: given.isDebug,
  });
  const turned = await orByModel(on, brain, { text: given.textMessage, user: user.id }, byBot, began);
  if (turned.entry !== null) on.counts.note(ctx, bot, turned.entry, brain);
  await Promise.all([remember(on, user, known === undefined, given, turned), log(ctx, bot, on.lanes, now, [...debug.map((message) => ({ logLevel: 'debug' as const, message })), ...failureOf(turned)])]);
  const { answered, traces } = turned;
  return { data: given.isDebug ? { ...answered, debug: { scripts: traces, functions: debug, failure: turned.failure ?? undefined } } : answered };
}

/** By what is live, as chats are, but where a variable of the scripts asks for the working copy. */
async function mindFor(on: BotCall, brain: Brain, { session }: User): Promise<Mind> {
  const mind = await on.mind(brain, session);
  return mind.variables['@SYS_INTENT_BRANCH'] === 'dev' ? on.mind(brain, session, 'dev') : mind;
}

const failureOf = ({ failure }: Turned) => (failure === null ? [] : [{ logLevel: 'error' as const, message: `${failure.failure}: ${failure.message}` }]);

async function remember({ ctx, id: bot, now }: BotCall, user: User, isNew: boolean, given: Query, { answered, entry, place }: Turned): Promise<void> {
  const { provider, score } = answered.service;
  const said = { at: now, text: given.textMessage, answer: answered.string, service: provider, confidence: typeof score === 'number' ? score : null, docId: entry, extras: given.extras ?? null };
  await keepUser(ctx, bot, { ...user, ...place, lastAt: now, turns: user.turns + 1 }, isNew, now, said);
}

/** The last one first. */
async function historyOf({ ctx, id: bot }: BotCall, { id }: User): Promise<readonly unknown[]> {
  const turns = await turnsOf(ctx, bot, id);
  return turns.slice(0, MOST_HISTORY).map(({ answer, at, extras: sent, service, text: said }) => ({ textMessage: said, reply: answer, service, extras: sent, created: new Date(at).toISOString() }));
}
