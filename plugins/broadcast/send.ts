import { codeOf, isForGood } from 'parlor/plugin';
import type { ContactOutcome, Spoken } from 'parlor/plugin';
import { choose, isLeftOut } from './audience.ts';
import { find, keepPage, keepProgress, pageOf, type Progress } from './book.ts';
import { tallyOf, wordsFor, type Broadcast, type Recipient } from './broadcast.ts';
import { paceOf, type Own } from './config.ts';
import { Pace } from './pace.ts';
import { noteHeard, takeBack } from './results.ts';

/** People at a time. Between two such groups somebody may have stopped it. */
const TOGETHER = 8;
/** People of a page that are looked at in one go: channels that must wait hold up no others. */
const MOST_LOOKED_AT = 48;
/** So often somebody is tried while the house or a channel cannot for the moment; rounds are a second apart. */
const MOST_TRIES = 120;
/** On the way by one account at most, or what leaves in two seconds: words of agents never queue behind more. */
const LEAST_UNDER_WAY = 10;

let pace = new Pace();
/** Broadcasts whose page this node knows to be as the progress says. */
const seen = new Set<string>();

/** Another start: what was known is known anew soon enough. */
export function forget(): void {
  pace = new Pace();
  seen.clear();
}

/** What channels have taken since is not waited for any more. */
export async function settle({ outreach }: Own, { waiting }: Progress): Promise<Progress['waiting']> {
  const left: Progress['waiting'][number][] = [];
  for (let at = 0; at < waiting.length; at += 100) {
    const group = waiting.slice(at, at + 100);
    const still = new Set((await outreach.waiting(group.map(({ conversation, seq }) => ({ conversation, seq })))).map(positionOf));
    left.push(...group.filter((each) => still.has(positionOf(each))));
  }
  return left;
}

/** Whether it may have been said to somebody, and nobody has noted what became of it: a node died over it, or nobody could say. */
const isAsked = ({ begun, outcome }: Recipient): boolean => begun === true && outcome === undefined;

/** `asked`: what may have been said to some is not known yet. */
export interface Sent {
  readonly progress: Progress;
  readonly asked: boolean;
}

/**
 * Says it to who has their turn, as fast as their channels' pace allows, for a moment. Everything that is cut off is done again, and says
 * nothing twice. Of one that is stopping only that is done again which may have been said: it is on its way as well.
 */
export async function send(ctx: Own, broadcast: Broadcast, progress: Progress): Promise<Sent> {
  const { id, stage } = broadcast;
  const recipients = [...(await pageOf(ctx, id, progress.page))];
  // What was written of this page, and not of the progress, when its node died.
  const known = seen.has(id) ? progress.waiting : [...new Map([...recipients.flatMap(underWay), ...progress.waiting].map((each) => [positionOf(each), each])).values()];
  seen.add(id);
  const waiting = [...await settle(ctx, { ...progress, waiting: known })];
  const underWayBy = new Map<string, number>();
  for (const { account } of waiting) underWayBy.set(account, (underWayBy.get(account) ?? 0) + 1);
  const turn = recipients.flatMap((recipient, index) => (recipient.outcome === undefined && (stage === 'running' || isAsked(recipient)) ? [index] : [])).slice(0, MOST_LOOKED_AT);
  for (let at = 0; at < turn.length; at += TOGETHER) {
    if (at > 0 && (await find(ctx, id))?.stage !== stage) break;
    const group = turn.slice(at, at + TOGETHER);
    await keepPage(ctx, id, progress.page, recipients.map((recipient, index) => (group.includes(index) ? { ...recipient, begun: true } : recipient)));
    await Promise.all(group.map(async (index) => {
      const recipient = recipients[index];
      if (recipient === undefined) return;
      const told = await tell(ctx, broadcast, recipient, underWayBy);
      recipients[index] = told;
      waiting.push(...underWay(told));
    }));
  }
  if (turn.length > 0) await keepPage(ctx, id, progress.page, recipients);
  const tally = tallyOf(recipients, progress.before);
  const over = recipients.every(({ outcome }) => outcome !== undefined);
  const after = over ? { ...progress, waiting, tally, before: tally, page: progress.page + 1 } : { ...progress, waiting, tally };
  await keepProgress(ctx, id, after);
  return { progress: after, asked: recipients.some(isAsked) };
}

/** As they are after it: with an outcome, or as they were where it is not their channel's turn. */
async function tell(ctx: Own, broadcast: Broadcast, recipient: Recipient, underWayBy: Map<string, number>): Promise<Recipient> {
  const { config, contacts, outreach } = ctx;
  const { id, perMinute, title, whom } = broadcast;
  const found = await contacts.find(recipient.id);
  if (recipient.begun === true) {
    // The house knows, whatever they have done since: answered in a chat that is open now, or opted out by it.
    const before = await outreach.said({ id, contact: recipient.id });
    if (before !== null) return { ...recipient, ...before, outcome: 'sent' };
    for (const { contact } of found?.ways ?? []) await takeBack(ctx, contact, id);
  }
  if (found === null) return { ...recipient, outcome: 'unreachable', why: 'contact.unknown' };
  if (found.optedOut) return { ...recipient, outcome: 'opted-out' };
  const contact = { ...found, ways: whom.accounts.length === 0 ? found.ways : found.ways.filter(({ account }) => whom.accounts.includes(account)) };
  if (isLeftOut(whom, contact)) return { ...recipient, outcome: 'in-chat' };
  const way = await choose(contacts, contact);
  if ('reason' in way) return { ...recipient, outcome: 'unreachable', why: way.reason };
  const { account } = way;
  const perAccount = paceOf(config, way.channel, perMinute);
  const before = underWayBy.get(account) ?? 0;
  if (before >= Math.max(LEAST_UNDER_WAY, perAccount / 30) || !pace.take(account, perAccount, performance.now())) return recipient;
  underWayBy.set(account, before + 1);
  const heard = { broadcast: id, at: Date.now() };
  await noteHeard(ctx, way.contact, heard);
  const said = await outreach.say({ id, contact: recipient.id, accounts: [account], text: wordsFor(broadcast, contact.name), title }).catch(refusedForGood);
  const by = 'conversation' in said ? found.ways.find((each) => each.account === said.account) : undefined;
  // Who could not be told has not heard it, also where they are tried again: they may be left out by then.
  if (by?.contact !== way.contact) await takeBack(ctx, way.contact, id);
  if ('conversation' in said) {
    // A node that died had begun to say it by another of their channels.
    if (by !== undefined) await noteHeard(ctx, by.contact, heard);
    return { ...recipient, ...said, outcome: 'sent' };
  }
  if (said.retryable && (recipient.tries ?? 0) < MOST_TRIES) return { ...recipient, tries: (recipient.tries ?? 0) + 1 };
  if (said.refused === 'contact.opted-out') return { ...recipient, outcome: 'opted-out' };
  return { ...recipient, outcome: said.refused === 'contact.unreachable' ? 'unreachable' : 'refused', why: said.reason ?? said.refused };
}

type Refused = Extract<ContactOutcome, { readonly refused: unknown }>;

/** One to whom it can never be said, such as a text that is too long with their name in it, holds up nobody else. */
function refusedForGood(error: unknown): ContactOutcome {
  if (!isForGood(error)) throw error;
  return { refused: codeOf(error) as Refused['refused'], retryable: false };
}

const positionOf = ({ conversation, seq }: Spoken): string => `${conversation}-${seq}`;

const underWay = ({ account, conversation, outcome, seq }: Recipient): Progress['waiting'] =>
  (outcome === 'sent' && account !== undefined && conversation !== undefined && seq !== undefined ? [{ account, conversation, seq }] : []);
