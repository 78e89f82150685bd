import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isRefusal } from '#domain/errors.ts';
import type { ConversationEvent } from '#domain/events.ts';
import type { ConversationState } from '#domain/state.ts';
import { rules } from './actor.ts';
import type { Rules } from './actor.ts';
import { broken, invariants } from './invariants.ts';
import type { InvariantName } from './invariants.ts';
import { arrivals } from './submissions.ts';

const sample = fc.sample(arrivals, { numRuns: 300, seed: 2 });

const deciding = (change: (event: ConversationEvent, index: number, state: ConversationState) => ConversationEvent): Partial<Rules> => ({
  decide: (state, submission, now) => {
    const decision = rules.decide(state, submission, now);
    return isRefusal(decision) ? decision : decision.map((event, index) => change(event, index, state));
  },
});

const evolving = (change: (after: ConversationState, event: ConversationEvent, before: ConversationState) => ConversationState): Partial<Rules> => ({
  evolve: (state, event) => change(rules.evolve(state, event), event, state),
});

const onlyFor = (type: ConversationEvent['type'], change: (event: ConversationEvent, state: ConversationState) => ConversationEvent): Partial<Rules> =>
  deciding((event, _index, state) => (event.type === type ? change(event, state) : event));

const asPublic = (event: ConversationEvent, state: ConversationState): ConversationEvent => ({ ...event, publicSeq: state.publicSeq + 1 });

let calls = 0;
const beside = new WeakSet<ConversationState>();
const remember = (state: ConversationState): ConversationState => {
  beside.add(state);
  return state;
};

const faults: readonly (readonly [string, Partial<Rules>, InvariantName])[] = [
  ['a gap in seq', deciding((event, index) => ({ ...event, seq: event.seq + index })), 'seq counts from 1 without gaps'],
  ['a gap in publicSeq', onlyFor('feedback.given', (event, state) => ({ ...event, publicSeq: state.publicSeq + 2 })), 'publicSeq counts public events from 1 without gaps'],
  ['a position left behind', evolving((after, event, before) => (event.type === 'participant.left' ? { ...after, seq: before.seq } : after)), 'the state stands where the log ends'],
  ['a clock taken as it is', { decide: (state, submission, now) => rules.decide({ ...state, at: 0 }, submission, now) }, 'event time never goes backwards'],
  ['a shortcut from the queue', evolving((after, event) => (event.type === 'conversation.started' ? { ...after, status: 'active' } : after)), 'statuses change along the edges'],
  ['an assignee who left', evolving((after, event) => (event.type === 'participant.left' ? { ...after, participants: after.participants.slice(0, 1) } : after)), 'the assignee takes part, and is no visitor'],
  ['a returned chat that keeps its assignee', evolving((after, event, before) => (event.type === 'conversation.queued' ? { ...after, assignee: before.assignee } : after)), 'a queued chat has no assignee, a served one has'],
  ['a participant twice', evolving((after, event) => (event.type === 'participant.joined' ? { ...after, participants: [...after.participants, event.participant] } : after)), 'the visitor always takes part, and each participant once'],
  ['news that move a chat', evolving((after, event) => (event.type === 'message.posted' && event.announcement !== undefined ? { ...after, locale: 'zh' } : after)), 'what is said to many leaves the chat as it is'],
  ['a word after the end', { decide: (state, submission, now) => rules.decide(submission.command.type === 'message.post' && state.status === 'closed' ? { ...state, status: 'active' } : state, submission, now) }, 'nothing is said after the end but what is said to many'],
  ['an offer that outlives the chat', evolving((after, event, before) => (event.type === 'conversation.closed' ? { ...after, transfer: before.transfer } : after)), 'a transfer is open exactly while transferring'],
  ['an end that a reopen does not undo', evolving((after, event, before) => (event.type === 'conversation.reopened' ? { ...after, endedAt: before.endedAt } : after)), 'an end has a time, and only an end'],
  ['a duplicate admitted', { admit: (last, number, previous) => (number === last ? 'next' : rules.admit(last, number, previous)) }, 'a command is taken once'],
  ['a stale number admitted', { admit: () => 'next' }, 'a stream goes forward'],
  ['a decision by chance', deciding((event) => ({ ...event, at: event.at + (calls++ % 2) })), 'decide is pure'],
  ['a fold that counts its calls', evolving((after) => ({ ...after, messages: calls++ })), 'the fold of the stored log is the state'],
  ['a fold that keeps something beside the state', evolving((after, _event, before) => remember({ ...after, messages: after.messages + (beside.has(before) ? 1 : 0) })), 'a snapshot and the rest of the log are the state'],
  ['a turn forgotten', { decide: (state, submission, now) => rules.decide({ ...state, bots: [] }, submission, now) }, 'a bot is done with each event once, in order'],
  ['a late answer let through', { decide: (state, submission, now) => rules.decide(submission.command.type === 'bot.answer' && state.status === 'active' ? { ...state, assignee: submission.by.id } : state, submission, now) }, 'a bot says nothing to the visitor while a person has the chat'],
  ['a bot that does not hear that it is to keep quiet', { decide: ({ botsPaused: _paused, ...state }, submission, now) => rules.decide(state, submission, now) }, 'a bot that is to keep quiet says nothing, and neither ends nor moves a chat'],
  ['a leaked memory', onlyFor('bot.answered', asPublic), 'the visitor reads nothing for agents'],
  ['a leaked note', onlyFor('message.posted', asPublic), 'the visitor reads nothing for agents'],
  ['a leaked offer', onlyFor('transfer.offered', asPublic), 'the visitor reads nothing for agents'],
  ['a leaked supervisor', onlyFor('participant.joined', asPublic), 'the visitor reads nothing for agents'],
  ['a projection that lets notes through', { projectEvent: (event) => event }, 'the visitor reads nothing for agents'],
  ['a projection with the real positions', { projectEvent: (event) => (event.publicSeq === null ? null : event) }, 'the visitor reads every public event, in one unbroken row'],
  ['a projection with the ids of agents', { projectEvent: (event, audience) => (audience === 'public' && event.publicSeq !== null ? { ...event, seq: event.publicSeq } : rules.projectEvent(event, audience)) }, 'the visitor learns the command ids of visitors only'],
  ['a state that shows when a note was written', { projectState: (state, audience) => ({ ...rules.projectState(state, audience), at: state.at }) }, 'the public state is the fold of the public events'],
  ['a state that shows supervisors', { projectState: (state, audience) => ({ ...rules.projectState(state, audience), participants: state.participants }) }, 'the visitor sees a supervisor only as the assignee'],
  ['a state that shows transfers', { projectState: (state, audience) => ({ ...rules.projectState(state, audience), transfer: state.transfer }) }, 'the visitor never sees a transfer'],
  ['a state that hides things from agents', { projectState: (state) => rules.projectState(state, 'public') }, 'agents see everything'],
  ['a state changed in place', evolving((after, _event, before) => Object.assign(before, after)), 'nothing throws, nothing is changed in place'],
  ['a decision that changes the submission', { decide: (state, submission, now) => rules.decide(state, Object.assign(submission, { id: null }), now) }, 'nothing throws, nothing is changed in place'],
];

describe('the invariants object to', () => {
  it.each(faults)('%s', (_title, fault, name) => {
    // One objection is enough: the lists behind it need not be run.
    expect(sample.some((list) => broken(list, { ...rules, ...fault }).includes(name))).toBe(true);
  });
});

describe('every invariant', () => {
  it('has a fault that it objects to', () => {
    const tried = new Set<string>(faults.map(([, , name]) => name));
    expect(Object.keys(invariants).filter((name) => !tried.has(name))).toEqual([]);
  });
});
