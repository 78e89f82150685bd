import { evolve } from '#domain/evolve.ts';
import { initialState, isEnded } from '#domain/state.ts';
import type { ClientRecord, Logs, Post, Row } from './evidence.ts';
import type { Happened } from './faults.ts';
import { FAULTS, kinds, type Kind } from './schedule.ts';

type SenderKind = 'visitor' | 'agent';

/** How long a chat or a command waited, ms, and whose command it was. */
export interface Wait {
  readonly conversation: string;
  readonly ms: number;
  readonly sender: SenderKind;
}

export interface Recovery {
  readonly fault: Happened;
  /** Each chat that the fault concerned and that was back, the fastest first. */
  readonly chats: readonly Wait[];
  /** Chats that it concerned in which nothing was acknowledged afterwards, although nobody had ended them. */
  readonly missing: readonly string[];
  /** The command of an agent that waited longest, in whatever chat: the desk may have been on the node. Of `kill`, `roll` and `clock`. */
  readonly agents: Wait | null;
  /** No other fault was under way before the last chat was back. */
  readonly alone: boolean;
}

export interface KindReport {
  readonly kind: Kind;
  readonly times: number;
  /** Of them with nothing else under way. */
  readonly alone: number;
  readonly leastInFlight: number;
  /** Over all chats of the faults that were alone; null where there is none. */
  readonly median: number | null;
  readonly worst: number | null;
  /** Over all chats of all faults. */
  readonly worstOfAll: number | null;
  /** The longest wait of an agent's command, of the faults that were alone. */
  readonly worstOfAgents: number | null;
  /** Chats without an acknowledged message after the fault, of all faults. */
  readonly missing: number;
}

/** After the end of a roll, commands may still wait for so long because of it, ms. */
const AFTERMATH_MS = 1_000;
const WITH_AGENTS: readonly Kind[] = ['kill', 'roll', 'clock'];

/** A command with an answer. */
type Settled = Post & { readonly settledAt: number };

/** Times to recovery, from what the senders know. */
export function recoveriesOf(faults: readonly Happened[], { desks, posts }: Pick<ClientRecord, 'desks' | 'posts'>, logs: Logs): readonly Recovery[] {
  const agents = new Set(desks.map(({ name }) => name));
  const settled = posts.filter((post): post is Settled => post.settledAt !== null).sort((a, b) => a.postedAt - b.postedAt);
  const ofAgents = settled.filter(({ who }) => agents.has(who));
  const waitOf = (post: Settled, since: number): Wait => ({ conversation: post.conversation, ms: post.settledAt - since, sender: agents.has(post.who) ? 'agent' : 'visitor' });
  const messagesOf = Map.groupBy(settled.filter(({ text }) => text !== null), ({ conversation }) => conversation);
  const measured = faults.map((fault) => {
    const concerned = (fault.chats ?? [...logs.keys()]).map((conversation) => ({ conversation, wait: recoveryOf(fault, messagesOf.get(conversation) ?? [], waitOf) }));
    return {
      fault,
      chats: concerned.flatMap(({ wait }) => wait ?? []).sort((a, b) => a.ms - b.ms),
      missing: concerned.filter(({ conversation, wait }) => wait === null && !isEndedSince(logs.get(conversation) ?? [], fault.at)).map(({ conversation }) => conversation),
      agents: WITH_AGENTS.includes(fault.kind) ? longest(fault, ofAgents, waitOf) : null,
    };
  });
  const spans = measured.map(({ fault, chats }) => [fault.at, Math.max(endOf(fault), baseOf(fault) + (chats.at(-1)?.ms ?? 0))] as const);
  return measured.map((each, i) => ({ ...each, alone: spans.every(([from, to], j) => j === i || to < spans[i]![0] || from > spans[i]![1]) }));
}

/** Until then a command that is given may wait because of it. */
const endOf = ({ back, kind }: Happened): number => (FAULTS[kind] === 'wait' ? back + AFTERMATH_MS : back);
const baseOf = ({ kind, at, back }: Happened): number => (FAULTS[kind] === 'back' ? back : at);

type WaitOf = (post: Settled, since: number) => Wait;

function recoveryOf(fault: Happened, posts: readonly Settled[], waitOf: WaitOf): Wait | null {
  if (FAULTS[fault.kind] === 'wait') return longest(fault, posts, waitOf);
  const base = baseOf(fault);
  const first = posts.filter(({ postedAt }) => postedAt >= base).reduce<Settled | null>((least, post) => (least === null || post.settledAt < least.settledAt ? post : least), null);
  return first === null ? null : waitOf(first, base);
}

/** Of what was on its way at some moment of the fault. */
function longest({ at, back }: Happened, posts: readonly Settled[], waitOf: WaitOf): Wait | null {
  const concerned = posts.filter(({ postedAt, settledAt }) => postedAt <= back + AFTERMATH_MS && settledAt >= at);
  return concerned.map((post) => waitOf(post, post.postedAt)).reduce<Wait | null>((most, wait) => (most === null || wait.ms > most.ms ? wait : most), null);
}

/**
 * Whether somebody ended the chat on purpose, so that nobody need have spoken: the log has it ended at that moment or at
 * one afterwards. Only an agent's command ends a chat here: no fault and no timer does.
 */
function isEndedSince(log: readonly Row[], since: number): boolean {
  let state = initialState;
  for (const { event, wroteAt } of log) {
    if (wroteAt >= since && isEnded(state)) return true;
    state = evolve(state, event);
  }
  return isEnded(state);
}

/** Pairs of faults of which one began before the other was over and mended. */
export function overlapsOf(recoveries: readonly Recovery[]): number {
  const spans = recoveries.map(({ fault }) => [fault.at, Math.max(fault.back, fault.at + 1)] as const).toSorted((a, b) => a[0] - b[0]);
  return spans.reduce((sum, [, to], i) => sum + spans.slice(i + 1).filter(([from]) => from < to).length, 0);
}

export function reportKinds(recoveries: readonly Recovery[]): readonly KindReport[] {
  return kinds.flatMap((kind) => {
    const all = recoveries.filter(({ fault }) => fault.kind === kind);
    if (all.length === 0) return [];
    const alone = all.filter((each) => each.alone);
    const times = alone.flatMap(({ chats }) => chats.map(({ ms }) => ms)).sort((a, b) => a - b);
    return {
      kind, times: all.length, alone: alone.length,
      leastInFlight: Math.min(...all.map(({ fault }) => fault.inFlight)),
      median: medianOf(times), worst: times.at(-1) ?? null,
      worstOfAll: mostOf(all.flatMap(({ chats }) => chats.at(-1)?.ms ?? [])),
      worstOfAgents: mostOf(alone.flatMap(({ agents }) => agents?.ms ?? [])),
      missing: all.reduce((sum, { missing }) => sum + missing.length, 0),
    };
  });
}

/** Of numbers in order; null of none. */
export const medianOf = (sorted: readonly number[]): number | null => sorted[Math.floor(sorted.length / 2)] ?? null;

const mostOf = (times: readonly number[]): number | null => times.reduce<number | null>((most, ms) => Math.max(most ?? 0, ms), null);
