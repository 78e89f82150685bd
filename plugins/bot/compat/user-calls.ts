import { z } from 'parlor/plugin';
import { call, page, type BotCall } from './calls.ts';
import { userId } from './chat-calls.ts';
import { CallError, paged, RC, type Envelope } from './envelope.ts';
import { factsOf, keepUser, newUser, turnsOf, userOf, usersOf, type Known, type UserTurn } from './users.ts';

const ofUser = z.object({ user: userId });
const dateOf = (at: number): string => new Date(at).toISOString();

const shown = ({ createdAt, id, lastAt }: Known) => ({ userId: id, lasttime: dateOf(lastAt), created: dateOf(createdAt) });

/** The answer is the newer one. */
const spoken = (user: string) => ({ answer, at, confidence, docId, service, text }: UserTurn): readonly object[] => [
  { userId: user, textMessage: answer, direction: 'outbound', service, created: dateOf(at), ...(confidence === null ? {} : { confidence }), ...(docId === null ? {} : { docId }) },
  { userId: user, textMessage: text, direction: 'inbound', created: dateOf(at) },
];

const mute = (on: BotCall, id: string, muted: boolean): Promise<Envelope> =>
  on.lanes.run(`user:${on.id}:${id}`, async () => {
    const known = await userOf(on.ctx, on.id, id);
    const isKept = await keepUser(on.ctx, on.id, { ...(known ?? newUser(id, on.now)), muted }, known === undefined, on.now);
    if (!isKept) throw new CallError(RC.tooMuch, 'The bot has too many users to remember another one');
    return { data: {} };
  });

export const userCalls = [
  call('GET /users', page.extend({ sortby: z.string().max(40).default('-lasttime') }), async ({ ctx, id: bot, lanes }, { limit, page: at, sortby }) => {
    // All are read for the order: once at a time.
    const users = await lanes.run(`users:${bot}`, () => usersOf(ctx, bot));
    return paged(sortby === 'lasttime' ? users.toReversed() : users, { limit, page: at }, shown);
  }),
  call('GET /users/:user/chats', page.extend(ofUser.shape), async ({ ctx, id: bot }, { user, ...at }) => paged((await turnsOf(ctx, bot, user)).flatMap(spoken(user)), at)),
  call('GET /users/:user/profile', ofUser, async ({ ctx, id: bot }, { user }) => {
    const [known, profile] = await Promise.all([userOf(ctx, bot, user), factsOf(ctx, bot, user)]);
    if (known === undefined) throw new CallError(RC.missing, `Nobody of the id ${user} has talked to the bot`);
    return { data: { ...shown(known), name: typeof profile['name'] === 'string' ? profile['name'] : '', profile, mute: known.muted } };
  }),
  call('POST /users/:user/mute', ofUser, (on, { user }) => mute(on, user, true)),
  call('POST /users/:user/unmute', ofUser, (on, { user }) => mute(on, user, false)),
  call('POST /users/:user/ismute', ofUser, async ({ ctx, id: bot }, { user }) => ({ data: { mute: (await userOf(ctx, bot, user))?.muted ?? false } })),
];
