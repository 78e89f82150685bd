import { z } from 'parlor/plugin';
import { withMuted } from '../brain.ts';
import { isMuted, setMuted } from '../muted.ts';
import { call, page, type BotCall } from './calls.ts';
import { userId } from './chat-calls.ts';
import { CallError, paged, RC, type Envelope } from './envelope.ts';
import { factsOf, turnsOf, userOf, usersOf, type Known, type UserTurn } from './users.ts';

const ofUser = z.object({ user: userId });
const dateOf = (at: number): string => new Date(at).toISOString();

const shown = ({ createdAt, id, lastAt }: Known) => ({ userId: id, lasttime: dateOf(lastAt), created: dateOf(createdAt) });

/** The answer is the newer one. */
const spoken = (user: string) => ({ answer, at, confidence, docId, service, text }: UserTurn): readonly object[] => [
  { userId: user, textMessage: answer, direction: 'outbound', service, created: dateOf(at), ...(confidence === null ? {} : { confidence }), ...(docId === null ? {} : { docId }) },
  { userId: user, textMessage: text, direction: 'inbound', created: dateOf(at) },
];

const muting = (on: BotCall, id: string, muted: boolean): Promise<Envelope> =>
  on.lanes.run(`muted:${on.id}`, async () => {
    const person = { id, name: '', at: on.now };
    if (!(await setMuted(on.ctx, on.id, await on.brain(), person, muted))) throw new CallError(RC.tooMuch, 'The bot has muted too many users to mute another one');
    await on.settle(withMuted(person, muted));
    return { data: {} };
  });

export const userCalls = [
  call('GET /users', page.extend({ sortby: z.string().max(40).default('-lasttime') }), async ({ ctx, id: bot, lanes }, { limit, page: at, sortby }) => {
    // All are read for the order: once at a time.
    const users = await lanes.run(`users:${bot}`, () => usersOf(ctx, bot));
    return paged(sortby === 'lasttime' ? users.toReversed() : users, { limit, page: at }, shown);
  }),
  call('GET /users/:user/chats', page.extend(ofUser.shape), async ({ ctx, id: bot }, { user, ...at }) => paged((await turnsOf(ctx, bot, user)).flatMap(spoken(user)), at)),
  call('GET /users/:user/profile', ofUser, async (on, { user }) => {
    const { ctx, id: bot } = on;
    const [known, profile, brain] = await Promise.all([userOf(ctx, bot, user), factsOf(ctx, bot, user), on.brain()]);
    if (known === undefined) throw new CallError(RC.missing, `Nobody of the id ${user} has talked to the bot`);
    return { data: { ...shown(known), name: typeof profile['name'] === 'string' ? profile['name'] : '', profile, mute: isMuted(brain, user) } };
  }),
  call('POST /users/:user/mute', ofUser, (on, { user }) => muting(on, user, true)),
  call('POST /users/:user/unmute', ofUser, (on, { user }) => muting(on, user, false)),
  call('POST /users/:user/ismute', ofUser, async (on, { user }) => ({ data: { mute: isMuted(await on.brain(), user) } })),
];
