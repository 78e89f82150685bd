import { isDeepStrictEqual } from 'node:util';
import type { ConversationEvent } from '#domain/events.ts';
import { findParticipant, initialState, isEnded } from '#domain/state.ts';
import type { ConversationState, Status } from '#domain/state.ts';
import { findStream } from '#domain/streams.ts';
import { decodeEvent, encodeEvent } from '#wire/log-line.ts';
import { run } from './actor.ts';
import type { Rules, Trace } from './actor.ts';
import type { Arrival } from './submissions.ts';

type Invariant = (trace: Trace, rules: Rules) => boolean;

/** Where a status may lead, one event at a time. Ended chats change sides by the visitor's answer only. */
export const edges: Readonly<Record<'none' | Status, readonly Status[]>> = {
  none: ['queued'],
  queued: ['active', 'closed', 'completed'],
  active: ['active', 'queued', 'transferring', 'closed', 'completed'],
  transferring: ['active', 'queued', 'closed', 'completed'],
  closed: ['queued', 'completed'],
  completed: ['queued', 'closed'],
};

const steps = <T>(list: readonly T[]): readonly (readonly [T, T])[] => list.slice(1).map((item, index) => [list[index] as T, item]);
const countsFromOne = (positions: readonly (number | null)[]): boolean => positions.every((position, index) => position === index + 1);
const publicLog = ({ log }: Trace, { projectEvent }: Rules): readonly ConversationEvent[] =>
  log.map((event) => projectEvent(event, 'public')).filter((event) => event !== null);
const copyOf = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
const ids = (log: readonly ConversationEvent[]): readonly string[] => log.flatMap(({ id }) => id ?? []);

const isLegalStep = ([before, after]: readonly [ConversationState, ConversationState]): boolean =>
  before.status === after.status || (after.status !== null && edges[before.status ?? 'none'].includes(after.status));

function isFoldOfProjection(trace: Trace, { evolve, projectEvent, projectState }: Rules): boolean {
  let seen = initialState;
  return trace.log.every((event, index) => {
    const projected = projectEvent(event, 'public');
    if (projected !== null) {
      // Clients do not keep what the actor needs to judge ratings.
      const { answers: _answers, ratings: _ratings, ...held } = evolve(seen, projected);
      seen = held;
    }
    return isDeepStrictEqual(seen, projectState(trace.states[index + 1] as ConversationState, 'public'));
  });
}

/** What the visitor must never read, judged by what happened and not by the position that the event was given. */
function isForAgents({ submission, event }: { readonly submission: Trace['turns'][number]['submission']; readonly event: ConversationEvent }): boolean {
  if (event.type === 'bot.answered' || (event.type === 'message.posted' && event.kind === 'suggestion')) return true;
  if (event.type === 'transfer.offered' || event.type === 'transfer.declined') return true;
  if (event.type === 'participant.joined' || event.type === 'participant.left') return submission.by.kind === 'supervisor';
  return submission.command.type === 'message.post' && submission.command.audience === 'agents';
}

export const invariants = {
  'seq counts from 1 without gaps': ({ log }) => countsFromOne(log.map(({ seq }) => seq)),
  'publicSeq counts public events from 1 without gaps': ({ log }) =>
    countsFromOne(log.map(({ publicSeq }) => publicSeq).filter((position) => position !== null)),
  'the state stands where the log ends': ({ log, states }) =>
    states.at(-1)?.seq === log.length && states.at(-1)?.publicSeq === log.filter(({ publicSeq }) => publicSeq !== null).length,
  'event time never goes backwards': ({ log }) => steps(log).every(([a, b]) => a.at <= b.at),
  'statuses change along the edges': ({ states }) => steps(states).every(isLegalStep),
  'the assignee takes part, and is no visitor': ({ states }) =>
    states.every((state) => state.assignee === null || ['agent', 'bot', 'supervisor'].includes(findParticipant(state, state.assignee)?.kind ?? '')),
  'a queued chat has no assignee, a served one has': ({ states }) =>
    states.every(({ status, assignee }) => (status === 'queued' ? assignee === null : (status !== 'active' && status !== 'transferring') || assignee !== null)),
  'the visitor always takes part, and each participant once': ({ states }) =>
    states.every(({ status, participants }) =>
      (status === null || participants[0]?.id === 'v_vera') && new Set(participants.map(({ id }) => id)).size === participants.length),
  'nothing is said after the end but what is said to many': ({ log, states }) =>
    log.every((event, index) => event.type !== 'message.posted' || event.announcement !== undefined || !isEnded(states[index] as ConversationState)),
  'what is said to many leaves the chat as it is': ({ turns }) =>
    turns.every(({ before, submission, states }) => submission.command.type !== 'message.announce' || states.every((state) =>
      isDeepStrictEqual({ ...state, seq: 0, publicSeq: 0, at: 0, publicAt: 0, messages: 0, streams: [] }, { ...before, seq: 0, publicSeq: 0, at: 0, publicAt: 0, messages: 0, streams: [] }))),
  'a transfer is open exactly while transferring': ({ states }) => states.every(({ status, transfer }) => (status === 'transferring') === (transfer !== null)),
  'an end has a time, and only an end': ({ states }) => states.every((state) => isEnded(state) === (state.endedAt !== null) && isEnded(state) === (state.endedBy !== null)),
  'a command is taken once': ({ log }) => new Set(ids(log)).size === ids(log).length,
  'a stream goes forward': ({ states }) =>
    steps(states).every(([before, after]) => before.streams.every(({ stream, last }) => (findStream(after.streams, stream)?.last ?? 0) >= last)),
  'decide is pure': ({ turns }, { decide }) =>
    turns.every(({ before, submission, now, decision }) => isDeepStrictEqual(decide(copyOf(before), copyOf(submission), now), decision)),
  'the fold of the stored log is the state': ({ log, states }, { evolve }) =>
    isDeepStrictEqual(log.map((event) => decodeEvent(encodeEvent(event))).reduce(evolve, initialState), states.at(-1)),
  'a snapshot and the rest of the log are the state': ({ log, states }, { evolve }) => {
    const half = log.length >> 1;
    return isDeepStrictEqual(log.slice(half).reduce(evolve, copyOf(states[half] as ConversationState)), states.at(-1));
  },
  'a bot is done with each event once, in order': ({ log }) =>
    [...Map.groupBy(log.filter(({ type }) => type === 'bot.answered'), ({ by }) => by).values()].every((answers) =>
      steps(answers.map((event) => (event.type === 'bot.answered' ? event.turn : 0))).every(([a, b]) => a < b)),
  'a bot says nothing to the visitor while a person has the chat': ({ turns }) =>
    turns.every(({ before, submission, decision }) =>
      submission.command.type !== 'bot.answer' || before.assignee === null || before.assignee === submission.by.id || !('length' in decision) ||
      decision.every(({ publicSeq }) => publicSeq === null)),
  'a bot that is to keep quiet says nothing, and neither ends nor moves a chat': ({ turns }) =>
    turns.every(({ before, submission, states }) =>
      submission.command.type !== 'bot.answer' || before.botsPaused !== true ||
      states.every((state) => state.messages === before.messages && state.department === before.department && isEnded(state) === isEnded(before))),
  'the visitor reads nothing for agents': ({ turns }, { projectEvent }) =>
    turns.every(({ submission, decision }) => !('length' in decision) || decision.every((event) => !isForAgents({ submission, event }) || projectEvent(event, 'public') === null)),
  'the visitor reads every public event, in one unbroken row': (trace, rules) => {
    const seen = publicLog(trace, rules);
    return seen.length === trace.states.at(-1)?.publicSeq && countsFromOne(seen.map(({ seq }) => seq)) && seen.every(({ seq, publicSeq }) => seq === publicSeq);
  },
  'the visitor learns the command ids of visitors only': (trace, rules) =>
    publicLog(trace, rules).every(({ id, by }) => id === undefined || by.startsWith('v_')),
  'the public state is the fold of the public events': isFoldOfProjection,
  'the visitor sees a supervisor only as the assignee': ({ states }, { projectState }) =>
    states.every((state) => projectState(state, 'public').participants.every(({ id, kind }) => kind !== 'supervisor' || id === state.assignee)),
  'the visitor never sees a transfer': ({ states }, { projectState }) =>
    states.every((state) => projectState(state, 'public').transfer === null && projectState(state, 'public').status !== 'transferring'),
  'agents see everything': ({ log, states }, { projectEvent, projectState }) =>
    log.every((event) => projectEvent(event, 'agents') === event) && states.every((state) => projectState(state, 'agents') === state),
} as const satisfies Readonly<Record<string, Invariant>>;

export type InvariantName = keyof typeof invariants | 'nothing throws, nothing is changed in place';

/** The names of the invariants that these arrivals break. */
export function broken(arrivals: readonly Arrival[], rules: Rules): readonly InvariantName[] {
  try {
    const trace = run(arrivals, rules);
    return (Object.keys(invariants) as (keyof typeof invariants)[]).filter((name) => !invariants[name](trace, rules));
  } catch (error) {
    if (error instanceof TypeError) return ['nothing throws, nothing is changed in place'];
    throw error;
  }
}
