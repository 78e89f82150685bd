import type { KnownContact, LocalText } from 'parlor/plugin';
import { segmentOf, type Broadcast, type Recipient, type Whom } from './broadcast.ts';
import { keepPage, keepProgress, type Progress } from './book.ts';
import type { Own } from './config.ts';

/** People of one broadcast. */
export const MOST_PEOPLE = 100_000;
const NAMES = 8;

/** Some of the people that a segment means, and what would become of them now. JSON. */
export interface Counted {
  readonly people: number;
  readonly optedOut: number;
  readonly inChat: number;
  /** Who is reachable, and has no name. */
  readonly nameless: number;
  /** By account. */
  readonly reachable: Readonly<Record<string, number>>;
  /** By the channel's own words. */
  readonly unreachable: readonly { readonly reason: LocalText; readonly people: number }[];
  readonly names: readonly (string | null)[];
  /** Where to go on; null where these were the last. */
  readonly after: string | null;
}

export const isLeftOut = ({ inChat }: Whom, { ways }: KnownContact): boolean => !inChat && ways.some(({ open }) => open);

/** Counts for `budgetMs`, from `after` on: whoever asks adds up, and shows how far it is. */
export async function count({ contacts }: Own, whom: Whom, after: string | null, now: number, budgetMs: number): Promise<Counted> {
  const until = performance.now() + budgetMs;
  const reachable: Record<string, number> = {};
  const unreachable = new Map<string, { readonly reason: LocalText; people: number }>();
  const names: (string | null)[] = [];
  let [people, optedOut, inChat, nameless] = [0, 0, 0, 0];
  let next = after;
  do {
    const page = await contacts.page(segmentOf(whom, now), next);
    people += page.contacts.length;
    const asked: KnownContact[] = [];
    for (const contact of page.contacts) {
      if (contact.optedOut) optedOut++;
      else if (isLeftOut(whom, contact)) inChat++;
      else asked.push(contact);
    }
    const first = await contacts.reach(asked.flatMap(({ ways: [way] }) => way ?? []));
    for (const [index, contact] of asked.entries()) {
      const way = await choose(contacts, contact, first[index]);
      if ('account' in way) {
        reachable[way.account] = (reachable[way.account] ?? 0) + 1;
        if (contact.name === null) nameless++;
        if (names.length < NAMES) names.push(contact.name);
      } else {
        const known = unreachable.get(way.reason.en) ?? { reason: way.reason, people: 0 };
        known.people++;
        unreachable.set(way.reason.en, known);
      }
    }
    next = page.next;
  } while (next !== null && performance.now() < until);
  return { people, optedOut, inChat, nameless, reachable, unreachable: [...unreachable.values()], names, after: next };
}

type Chosen = KnownContact['ways'][number] | { readonly reason: LocalText };
type Asked = Awaited<ReturnType<Own['contacts']['reach']>>[number];

/** The channel used last that takes words to them now; `first`: what it says of that one, where it has been asked. */
export async function choose(contacts: Pick<Own['contacts'], 'reach'>, { ways }: KnownContact, first?: Asked): Promise<Chosen> {
  let reason: LocalText = { en: 'No channel leads to them.', 'zh-CN': '没有可用的渠道。' };
  for (const [index, way] of ways.entries()) {
    const there = index === 0 && first !== undefined ? first : (await contacts.reach([way]))[0];
    if (there?.possible === true) return way;
    if (index === 0 && there !== undefined) ({ reason } = there);
  }
  return { reason };
}

/** Writes down whom it is for, for `budgetMs`. A page that was written before its node died is written again, the same. */
export async function gather(ctx: Own, { begunAt, id, whom }: Broadcast, before: Progress, budgetMs: number): Promise<Progress> {
  const until = performance.now() + budgetMs;
  let progress = before;
  while (!progress.gathered && performance.now() < until) {
    const { contacts, next } = await ctx.contacts.page(segmentOf(whom, begunAt ?? 0), progress.after);
    const room = MOST_PEOPLE - progress.targeted;
    const recipients = contacts.slice(0, room).map(({ id: contact, name }): Recipient => ({ id: contact, name }));
    if (recipients.length > 0) await keepPage(ctx, id, progress.pages, recipients);
    const cut = contacts.length > room || (contacts.length === room && next !== null);
    progress = {
      ...progress, cut, after: next, gathered: cut || next === null,
      pages: progress.pages + (recipients.length > 0 ? 1 : 0), targeted: progress.targeted + recipients.length,
    };
    await keepProgress(ctx, id, progress);
  }
  return progress;
}
