import { z } from 'parlor/plugin';
import { MEMORY } from '../engine/script/state.ts';
import { entitiesOf, hearIntent, intentNamed, type IntentBot, type IntentSession } from '../engine/session/session.ts';
import { wordsOf } from '../words.ts';
import { call, type BotCall } from './calls.ts';
import { userId } from './chat-calls.ts';
import { dateOf } from './dictionaries.ts';
import { CallError, RC } from './envelope.ts';
import type { Branch } from './intent-bot.ts';
import { botOf } from './mind.ts';
import { Room } from './room.ts';

/** A session that a client holds by itself, beside those of conversations. */
interface ProverSession {
  readonly id: string;
  readonly uid: string;
  readonly channel: string;
  /** Which answers: of a bot that has nothing live the working copy does. Not there in what older releases kept. */
  readonly branch?: Branch;
  readonly intent: IntentSession | null;
  /** Ms. */
  readonly createdAt: number;
  readonly updatedAt: number;
}

const MOST_SESSIONS = 5_000;

// Only this file writes it.
const read = (value: unknown): ProverSession => value as ProverSession;
const isOver = (value: unknown, now: number): boolean => now - read(value).updatedAt >= MEMORY.ms;
const room = new Room('session', MOST_SESSIONS, isOver);

const id = z.string().regex(/^[A-Za-z0-9-]{1,40}$/);

async function sessionOf({ ctx, id: bot, now }: BotCall, session: string): Promise<ProverSession> {
  const value = await ctx.data.get(`session:${bot}:${session}`);
  if (value === undefined || isOver(value, now)) throw new CallError(RC.noSession, 'There is no such session, or it is over');
  return read(value);
}

function shown({ branch = 'dev', channel, createdAt, id: session, intent, uid, updatedAt }: ProverSession, intents: IntentBot | null, now: number) {
  const known = intents === null || intent === null ? undefined : intentNamed(intents, intent.intent);
  return {
    id: session, uid, channel, branch, intent_name: known?.name ?? '', resolved: intent?.state === 'resolved', entities: known === undefined || intent === null ? [] : entitiesOf(known, intent),
    createdate: dateOf(createdAt), updatedate: dateOf(updatedAt), ttl: Math.max(0, Math.floor((updatedAt + MEMORY.ms - now) / 1_000)),
  };
}

export const proverCalls = [
  call('POST /clause/prover/session', z.object({ uid: userId, channel: z.string().max(100).default(''), branch: z.enum(['dev', 'pro']).default('dev') }), async ({ ctx, id: bot, now }, { branch, channel, uid }) => {
    if (!(await room.take(ctx, bot, now))) throw new CallError(RC.tooMuch, `A bot has ${MOST_SESSIONS} sessions at a time at most`);
    const made: ProverSession = { id: crypto.randomUUID().replaceAll('-', ''), uid, channel, branch, intent: null, createdAt: now, updatedAt: now };
    await ctx.data.set(`session:${bot}:${made.id}`, made);
    return { data: shown(made, null, now) };
  }),
  call('GET /clause/prover/session/:id', z.object({ id }), async (on, given) => {
    const session = await sessionOf(on, given.id);
    return { data: shown(session, botOf(await on.mind(await on.brain(), session.intent, session.branch ?? 'dev'), session.intent), on.now) };
  }),
  call('POST /clause/prover/chat', z.object({ fromUserId: userId, session: z.object({ id }), message: z.object({ textMessage: z.string().max(2_000) }) }), (on, { message: { textMessage }, session: { id: wanted } }) =>
    on.lanes.run(`session:${on.id}:${wanted}`, async () => {
      const session = await sessionOf(on, wanted);
      const brain = await on.brain();
      const mind = await on.mind(brain, session.intent, session.branch ?? 'dev');
      // Who is asked for something is asked by the version that began it.
      const intents = session.intent?.state === 'proactive' ? botOf(mind, session.intent) : mind.intents;
      if (intents === null) throw new CallError(RC.badInput, 'The bot is not trained yet: POST /clause/devver/train');
      const { outcome, session: intent } = hearIntent(intents, session.intent, textMessage, on.now);
      const heard = { ...session, intent, updatedAt: on.now };
      await on.ctx.data.set(`session:${on.id}:${session.id}`, heard);
      const { fallback } = brain.profile;
      const isFallback = outcome.is === 'none' || outcome.is === 'losed';
      return { data: {
        session: shown(heard, intents, on.now),
        message: { textMessage: outcome.is === 'ask' ? outcome.text : isFallback ? (fallback === '' ? wordsOf(brain.profile).fallback : fallback) : '', is_fallback: isFallback, is_proactive: outcome.is === 'ask' },
      } };
    })),
];
