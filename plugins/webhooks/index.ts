import { definePlugin, type ConversationEvent, type OutboundAnswer, type WorkOutcome, type WorkPiece } from 'parlor/plugin';
import { config, EVENTS, fromOne, type Endpoint, type Own } from './config.ts';
import { outcomeOf, requestFor, type Delivery } from './delivery.ts';
import { forgetAttempts, note, write } from './journal.ts';
import { act } from './page.ts';
import { forgetStandings, standingOf, switchOn, took, tookNot } from './standing.ts';

interface Parcel {
  readonly endpoint: string;
  readonly delivery: Delivery;
}

const wants = ({ events, notes }: Endpoint, { publicSeq, type }: ConversationEvent): boolean =>
  (events.length === 0 || (events as readonly string[]).includes(type)) && (publicSeq !== null || notes);

/** In the lane of its chat and endpoint, under a key that stays the same if the event is observed again. */
async function hand(ctx: Own, event: ConversationEvent, conversation: string): Promise<void> {
  const id = `${conversation}-${event.seq}`;
  const delivery: Delivery = { event: event.type, id, timestamp: event.at, payload: { conversation, ...event } };
  const pieces = [];
  for (const endpoint of ctx.config.endpoints) {
    if (!wants(endpoint, event) || (await standingOf(ctx, endpoint.id)).off !== null) continue;
    pieces.push({ key: `${endpoint.id}:${id}`, lane: `${endpoint.id}:${conversation}`, payload: { endpoint: endpoint.id, delivery } satisfies Parcel });
  }
  if (pieces.length > 0) await ctx.queue.add('deliver', ...pieces);
}

async function deliver(ctx: Own, { payload }: WorkPiece): Promise<WorkOutcome | undefined> {
  const { delivery, endpoint: id } = payload as Parcel;
  const endpoint = ctx.config.endpoints.find((each) => each.id === id);
  if (endpoint === undefined) return { dead: 'its endpoint is gone' };
  if ((await standingOf(ctx, id)).off !== null) return { dead: 'its endpoint is switched off' };
  const at = Date.now();
  const began = performance.now();
  const sent = await post(ctx, endpoint, delivery, at);
  const failure = 'thrown' in sent ? undefined : outcomeOf(sent);
  const error = 'thrown' in sent ? wordsOf(sent.thrown) : errorIn(failure);
  // What was taken is taken, whatever becomes of the page's list.
  await note(ctx, { endpoint: id, delivery, at, took: Math.round(performance.now() - began), status: 'thrown' in sent ? null : sent.status, error }).catch((thrown: unknown) => ctx.log('the list of deliveries could not be kept', { error: wordsOf(thrown) }));
  if (error === null) await took(ctx, id);
  else if (await tookNot(ctx, id, error)) await tell(ctx, id, error);
  if ('thrown' in sent) throw sent.thrown;
  return failure;
}

async function post({ http }: Own, endpoint: Endpoint, delivery: Delivery, now: number): Promise<OutboundAnswer | { readonly thrown: unknown }> {
  try {
    return await http.request(requestFor(endpoint, delivery, now));
  } catch (thrown) {
    return { thrown };
  }
}

const wordsOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));
const errorIn = (failure: WorkOutcome | undefined): string | null => (failure !== undefined && 'error' in failure ? failure.error : null);

/** Administrators read it on the page, in the audit and in the log. */
async function tell({ config: { offAfter }, log, notice }: Own, endpoint: string, error: string): Promise<void> {
  log('an endpoint took nothing for too long and is switched off', { endpoint, error });
  await notice({
    en: `The endpoint ${endpoint} took nothing for ${offAfter} hours (${error}) and is switched off. Switch it on again on the page Webhooks.`,
    'zh-CN': `接收端 ${endpoint} 已连续 ${offAfter} 小时投递失败（${error}），已自动停用，可在“Webhook”页面重新启用。`,
  });
}

/** Tells other servers what happens in chats: signed, in order per chat, at least once, for up to a day. */
export default definePlugin({
  id: 'webhooks',
  version: '2.0.0',
  title: { en: 'Webhooks', 'zh-CN': 'Webhook' },
  description: {
    en: 'Posts what happens in chats to servers of yours: signed, in order, and again until it is taken.',
    'zh-CN': '将会话事件按顺序签名后发送到你的服务器，未成功时自动重试。',
  },
  icon: 'globe',
  permissions: ['events.read', 'work.background', 'http.request', 'data.keep', 'console.extend'],
  hosts: ['*'],
  config,
  activate: () => {
    forgetStandings();
    forgetAttempts();
  },
  // Whoever saves new values has seen to it.
  configure: async (ctx) => {
    for (const { id } of ctx.config.endpoints) await switchOn(ctx, id);
  },
  on: Object.fromEntries(EVENTS.map((type) => [type, hand])),
  workers: { deliver: { title: { en: 'Deliveries', 'zh-CN': '投递' }, parallel: 32, run: deliver } },
  jobs: { journal: { title: { en: 'Delivery log', 'zh-CN': '投递记录' }, schedule: { seconds: 10 }, run: write } },
  migrations: { '2.0.0': fromOne },
  slots: { endpoints: { place: 'page', kind: 'component', atLeast: 'admin', title: { en: 'Webhooks', 'zh-CN': 'Webhook' }, icon: 'globe', act } },
});
