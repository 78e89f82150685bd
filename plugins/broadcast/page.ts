import { z, type SlotActRequest, type SlotAnswer } from 'parlor/plugin';
import { count, MOST_PEOPLE } from './audience.ts';
import { add, change, find, list, newId, open, pageOf, progressOf } from './book.ts';
import { draft, flawIn, whom, type Broadcast, type Draft, type Recipient } from './broadcast.ts';
import { paceOf, type Own } from './config.ts';
import { remove } from './removal.ts';
import { entry, failuresOf, resultsOf, type Failure } from './results.ts';

/** Longer than this nobody waits for the next number, ms. */
const COUNT_MS = 1_500;
/** A year: what is due later was a slip. */
const LATEST_MS = 366 * 86_400_000;
/** Broadcasts of a page: their figures are read one by one. */
const LISTED = 25;

/** Of a provider's words; what a page of people says of them has its limit. */
const MOST_DETAIL = 120;

/** What the page is answered where it cannot be done any more: it has begun, or is gone. */
const LATE = { data: { refused: 'late' } } as const;

const id = z.string().regex(/^[0-9a-f]{20}$/);
const json = <T extends z.ZodType>(schema: T) => z.string().max(20_000).transform((text, context): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue('no JSON');
    return z.NEVER;
  }
}).pipe(schema);
const asked = z.discriminatedUnion('action', [
  z.object({ action: z.literal('places') }),
  z.object({ action: z.literal('list'), after: id.optional() }),
  z.object({ action: z.literal('look'), id }),
  z.object({ action: z.literal('count'), whom: json(whom), after: z.string().max(26).optional() }),
  z.object({ action: z.literal('keep'), id: id.optional(), draft: json(draft) }),
  z.object({ action: z.literal('send'), id, at: z.number().int().optional() }),
  z.object({ action: z.literal('withdraw'), id }),
  z.object({ action: z.literal('remove'), id }),
  z.object({ action: z.literal('stop'), id }),
  z.object({ action: z.literal('resume'), id }),
  z.object({ action: z.literal('failures'), id, after: z.string().max(60).optional() }),
  z.object({ action: z.literal('people'), id, page: z.number().int().min(0).max(MOST_PEOPLE) }),
]);

/** What the page asks and does. What a browser sends is not believed. */
export async function act(ctx: Own, { action, values, viewer }: SlotActRequest<'page'>): Promise<SlotAnswer> {
  const { data: wish } = asked.safeParse({ ...values, action });
  if (wish === undefined) return { data: { refused: 'input' } };
  switch (wish.action) {
    case 'places': return { data: await places(ctx) };
    case 'list': {
      const all = await list(ctx, wish.after, LISTED + 1);
      const page = all.slice(0, LISTED);
      return { data: { items: await Promise.all(page.map((each) => figures(ctx, each))), next: all.length > LISTED ? page.at(-1)?.id : null } };
    }
    case 'look': {
      const broadcast = await find(ctx, wish.id);
      return broadcast === undefined ? LATE : { data: await figures(ctx, broadcast) };
    }
    case 'count': return { data: await count(ctx, wish.whom, wish.after ?? null, Date.now(), COUNT_MS) };
    case 'keep': return keep(ctx, wish.id, wish.draft, viewer.name);
    case 'send': return send(ctx, wish.id, wish.at);
    case 'withdraw': return done(await change(ctx, wish.id, ['scheduled'], () => ({ stage: 'draft', at: null })));
    case 'remove': {
      if (await remove(ctx, wish.id)) return { data: { id: wish.id } };
      return (await find(ctx, wish.id)) === undefined ? LATE : { data: { refused: 'running' } };
    }
    case 'stop': return done(await change(ctx, wish.id, ['running'], () => ({ stage: 'stopping' })));
    case 'resume': return done(await change(ctx, wish.id, ['stopped'], () => ({ stage: 'running' })));
    case 'failures': return { data: await failures(ctx, wish.id, wish.after) };
    case 'people': return { data: await people(ctx, wish.id, wish.page) };
  }
}

const done = (broadcast: Broadcast | undefined): SlotAnswer => (broadcast === undefined ? LATE : { data: { id: broadcast.id } });

async function places({ config, contacts }: Own) {
  const { accounts, departments } = await contacts.places();
  return { departments, accounts: accounts.map((account) => ({ ...account, perMinute: paceOf(config, account.channel, null) })), stopWords: config.stopWords };
}

async function keep(ctx: Own, known: string | undefined, given: Draft, by: string): Promise<SlotAnswer> {
  if (known !== undefined) {
    const flaw = flawIn(given);
    // What is due begins by itself: it is changed into nothing that would not have been let out.
    if (flaw !== undefined && (await find(ctx, known))?.stage === 'scheduled') return { data: { refused: flaw } };
    return done(await change(ctx, known, flaw === undefined ? ['draft', 'scheduled'] : ['draft'], () => given));
  }
  const now = Date.now();
  const fresh: Broadcast = { ...given, id: newId(now), stage: 'draft', at: null, by, createdAt: now, begunAt: null, endedAt: null };
  await add(ctx, fresh);
  return done(fresh);
}

async function send(ctx: Own, broadcast: string, at: number | undefined): Promise<SlotAnswer> {
  const now = Date.now();
  if (at !== undefined && at > now + LATEST_MS) return { data: { refused: 'input' } };
  const known = await find(ctx, broadcast);
  if (known === undefined) return LATE;
  let flaw = flawIn(known);
  if (flaw !== undefined) return { data: { refused: flaw } };
  await open(ctx, broadcast);
  // Once more, of what is sent: somebody else may have written meanwhile.
  const sent = await change(ctx, broadcast, ['draft', 'scheduled'], (current) => ((flaw = flawIn(current)) === undefined ? { stage: 'scheduled', at: Math.max(now, at ?? now), heldAt: null } : {}));
  return flaw === undefined ? done(sent) : { data: { refused: flaw } };
}

/**
 * A broadcast, and what has become of it. The loop and the worker write down what they know in their own time: whatever is behind, the
 * parts add up. Targeted: sent, skipped and pending; sent: delivered, waiting and failed.
 */
async function figures(ctx: Own, broadcast: Broadcast) {
  const [{ cut, gathered, tally, targeted, waiting: onTheWay }, { answered, failed: givenUp, left }] = await Promise.all([progressOf(ctx, broadcast.id), resultsOf(ctx, broadcast.id)]);
  const { sent, ...skipped } = tally;
  const pending = targeted - sent - Object.values(skipped).reduce((sum, people) => sum + people, 0);
  const failed = Math.min(givenUp, sent);
  const waiting = Math.min(onTheWay.length, sent - failed);
  return { ...broadcast, targeted, gathered, cut, pending, sent, skipped, waiting, failed, answered, left, delivered: sent - waiting - failed };
}

async function failures(ctx: Own, broadcast: string, after: string | undefined) {
  const all = await failuresOf(ctx, broadcast, after);
  return { items: all.map(({ failure }) => failure), next: all.length === 100 ? all.at(-1)?.of : null };
}

/** Everybody on one page, and what became of them: for a list to take away. */
async function people(ctx: Own, broadcast: string, page: number) {
  const { pages, waiting } = await progressOf(ctx, broadcast);
  const onTheWay = new Set(waiting.map(({ conversation, seq }) => `${conversation}:${seq}`));
  const recipients = await pageOf(ctx, broadcast, page);
  return { pages, people: await Promise.all(recipients.map(async (recipient) => personOf(ctx, broadcast, recipient, onTheWay))) };
}

async function personOf(ctx: Own, broadcast: string, { account, conversation, id: contact, name, outcome, seq, why }: Recipient, onTheWay: ReadonlySet<string>) {
  const where = `${conversation}:${seq}`;
  const failure = outcome === 'sent' ? ((await entry(ctx, 'failed', broadcast, where)) as Failure | undefined) : undefined;
  const became = failure !== undefined ? 'failed' : outcome !== 'sent' ? (outcome ?? 'pending') : onTheWay.has(where) ? 'waiting' : 'delivered';
  const code = failure?.reason ?? (typeof why === 'string' ? why : null);
  return { id: contact, name, account: account ?? null, conversation: conversation ?? null, became, code, why: typeof why === 'object' ? why : null, detail: failure?.detail.slice(0, MOST_DETAIL) ?? null };
}
