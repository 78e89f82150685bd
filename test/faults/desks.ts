import { evolve } from '#domain/evolve.ts';
import { initialState, isEnded } from '#domain/state.ts';
import type { ConversationState } from '#domain/state.ts';
import type { Say } from './checker.ts';
import type { DeskRecord, Logs, Row } from './evidence.ts';

interface Change {
  readonly at: number;
  readonly conversation: string;
  readonly from: string | null;
  readonly to: string | null;
}

/** Who got and who gave away which chat, by the database's clock: a node's own may be an hour off. */
export function changesOf(conversation: string, log: readonly Row[]): readonly Change[] {
  const changes: Change[] = [];
  let state = initialState;
  const holder = (of: ConversationState): string | null => (isEnded(of) ? null : of.assignee);
  for (const { event, wroteAt } of log) {
    const next = evolve(state, event);
    if (holder(next) !== holder(state)) changes.push({ at: wroteAt, conversation, from: holder(state), to: holder(next) });
    state = next;
  }
  return changes;
}

export function checkCapacity(desks: readonly DeskRecord[], logs: Logs, say: Say): void {
  const capacity = new Map(desks.map((desk) => [`a_${desk.agent}`, desk.capacity]));
  const changes = [...logs].flatMap(([conversation, log]) => changesOf(conversation, log));
  const steps = changes.flatMap(({ at, conversation, from, to }) => [
    ...(from === null ? [] : [{ at, conversation, agent: from, by: -1 }]),
    ...(to === null ? [] : [{ at, conversation, agent: to, by: 1 }]),
  ]);
  // A seat must be free before it is taken: what is given comes first where the clock does not tell them apart.
  steps.sort((a, b) => a.at - b.at || a.by - b.by);
  const taken = new Map<string, number>();
  for (const { at, conversation, agent, by } of steps) {
    const now = (taken.get(agent) ?? 0) + by;
    taken.set(agent, now);
    if (by > 0 && now > (capacity.get(agent) ?? Infinity)) say('capacity', conversation, `${agent} has ${now} chats and ${capacity.get(agent)} seats at ${at}`);
  }
}

/** Whose each chat is at the end; those that are nobody's are absent. */
export function assigneesOf(logs: Logs): ReadonlyMap<string, string> {
  const assigned = new Map<string, string>();
  for (const [conversation, log] of logs) {
    const state = log.map(({ event }) => event).reduce(evolve, initialState);
    if (state.assignee !== null && !isEnded(state)) assigned.set(conversation, state.assignee);
  }
  return assigned;
}

export function checkDesks(desks: readonly DeskRecord[], logs: Logs, say: Say): void {
  const assigned = assigneesOf(logs);
  for (const { agent, own } of desks) {
    if (own === null) {
      say('desk', '', `the desk of a_${agent} did not come back`);
      continue;
    }
    for (const conversation of own) if (assigned.get(conversation) !== `a_${agent}`) say('desk', conversation, `a_${agent} lists it, and it is ${assigned.get(conversation) ?? 'nobody'}'s`);
    for (const [conversation, assignee] of assigned) if (assignee === `a_${agent}` && !own.includes(conversation)) say('desk', conversation, `it is a_${agent}'s, who does not list it`);
  }
}
