import { describe, expect, it, vi } from 'vitest';
import type { Command } from '#domain/commands.ts';
import { isRefusal } from '#domain/errors.ts';
import { decide } from '#domain/decide.ts';
import { evolve } from '#domain/evolve.ts';
import { SYSTEM, botParticipantId } from '#domain/participant.ts';
import type { Participant } from '#domain/participant.ts';
import type { ConversationState } from '#domain/state.ts';
import { Dispatch, following } from '#plugin/dispatch.ts';
import { Observers } from '#plugin/observers.ts';
import { ChatLog, SNAPSHOT_VERSION } from '#rooms/conversation/chat-log.ts';
import { Pages } from '#rooms/conversation/pages.ts';
import { recover } from '#rooms/conversation/recovery.ts';
import type { Recovered } from '#rooms/conversation/recovery.ts';
import { StreamGate } from '#rooms/conversation/stream-gate.ts';
import type { Conversation } from '#store/conversations.repository.ts';
import type { StoredEvent } from '#store/events.repository.ts';
import type { Journal, JournalEntry, LogRow } from '#store/journal-entry.ts';
import { LineReader } from '#store/line-reader.ts';
import type { Store } from '#store/store.ts';
import { ann, bob, bot, visitor } from '../domain/people.ts';
import { answer, assign, close, complete, offerToBilling, offerToBob, reopen, say, start, startWithBot } from '../domain/play.ts';

type Deed = readonly [by: Participant, command: Command, id?: string];

/** What a chat in which this happened leaves in the store. */
function leftBy(deeds: readonly Deed[]): { readonly state: ConversationState; readonly row: Conversation; readonly log: readonly LogRow[] } {
  let now = 1_000;
  const entries: JournalEntry[] = [];
  const append = (entry: JournalEntry): boolean => {
    entries.push(entry);
    entry.committed({ ticket: 1 });
    return true;
  };
  const chat = ChatLog.empty({ accepts: true, append } as unknown as Journal, { conversation: 1, epoch: 1, openKey: 'k' }, { committed: () => {}, lost: () => {} });
  for (const [by, command, id = null] of deeds) chat.submit({ id, by, command }, now += 1_000, (outcome) => { if (isRefusal(outcome)) throw new Error(`${command.type}: ${outcome.code}`); });
  const begun = { id: 1, publicId: 'c', contactId: 'vera', channelAccountId: 'web', queueTicket: 1, locale: 'en', startedAt: 2_000, dispatchedSeq: 0 };
  const row = entries.reduce<object>((all, { projection, touch }) => ({ ...all, ...projection, ...touch }), begun) as Conversation;
  return { state: chat.state, row, log: entries.flatMap(({ rows }) => rows) };
}

/** The store in which these lines are left. */
function storeOf(row: Conversation, log: readonly StoredEvent[], { snapshot, lines = new LineReader(() => {}) }: { readonly snapshot?: string; readonly lines?: LineReader } = {}): Store {
  return {
    lines,
    agents: { find: async (id: string) => [ann, bob].filter((agent) => agent.id === `a_${id}`).map(({ name }) => ({ id, name, role: 'agent' }))[0] },
    people: { name: async () => 'Vera' },
    recovery: { of: async () => ({ row, receipts: [], tail: log, ...(snapshot === undefined ? {} : { snapshot: { seq: 3, version: SNAPSHOT_VERSION, state: snapshot } }) }) },
    events: {
      range: async (_: number, after: number, limit: number) => log.filter(({ seq }) => seq > after).slice(0, limit),
      publicRange: async (_: number, after: number, limit: number) => log.filter(({ publicSeq }) => (publicSeq ?? 0) > after).slice(0, limit),
      publicBefore: async (_: number, before: number, limit: number) => log.filter(({ publicSeq }) => publicSeq !== null && publicSeq < before).slice(-limit),
    },
  } as unknown as Store;
}

const broken = (log: readonly LogRow[], at: number): readonly LogRow[] => log.map((line) => (line.seq === at ? { ...line, head: line.head.slice(0, 9) } : line));
const recovered = async (deeds: readonly Deed[], at: number): Promise<Recovered> => {
  const { log, row } = leftBy(deeds);
  return recover(storeOf(row, broken(log, at)), row.id);
};

const begun: readonly Deed[] = [[SYSTEM, start], [visitor, say('one'), 'device-of-vera:1'], [visitor, say('two'), 'device-of-vera:2']];
const served: readonly Deed[] = [...begun, [ann, assign(ann)], [ann, say('three'), 'tab-of-ann-1:1'], [ann, say('psst', 'agents'), 'tab-of-ann-1:2']];
const histories: Readonly<Record<string, readonly Deed[]>> = {
  'waits': begun,
  'is served': served,
  'was handed on': [...served, [ann, offerToBob], [bob, assign(bob, 'transferred', 'hand-1')], [bob, say('here I am')]],
  'was closed': [...served, [ann, close]],
  'was completed by its visitor': [...served, [visitor, close], [visitor, { type: 'feedback.give', solved: true }]],
  'was reopened': [...served, [ann, complete], [visitor, reopen]],
  'is a bot’s': [[SYSTEM, startWithBot], [visitor, say('one')], [bot, answer(4, 'hello')], [visitor, say('two')]],
};

describe.each(Object.entries(histories))('a chat that %s', (_what, deeds) => {
  const { log, row, state } = leftBy(deeds);
  const ownStreams = ({ streams }: ConversationState) => streams.map(({ last, stream }) => ({ last, stream }));

  it.each(log.map(({ head, seq }) => [seq, JSON.parse(head).type]))('stands where it stood, whichever line is broken: %i, %s', async (at) => {
    const { start: { state: again } } = await recover(storeOf(row, broken(log, at)), 1);
    const { assignee, department, endedAt, locale, messages, publicSeq, queuedAt, seq, startedAt, status, transfer } = state;
    expect(again).toMatchObject({ assignee, department, endedAt, locale, messages, publicSeq, queuedAt, seq, startedAt, status, transfer });
    expect(ownStreams(again), 'no command is taken twice').toEqual(ownStreams(state));
    expect(again.participants[0]).toEqual(visitor);
    const kinds = (participants: readonly Participant[]) => participants.map(({ id, kind }) => `${kind} ${id}`).sort();
    expect(kinds(again.participants)).toEqual(kinds(state.participants));
  });
});

describe('what only a broken line said', () => {
  it('is an offer: whoever made it has the chat', async () => {
    for (const offer of [offerToBob, offerToBilling]) {
      const { start: { state } } = await recovered([...served, [ann, offer]], 8);
      expect(state).toMatchObject({ status: 'active', assignee: ann.id, transfer: null, queuedAt: null });
    }
  });

  it('is the bot that has the chat: it is one that works here no more, which hands over', async () => {
    const { log, row } = leftBy([[SYSTEM, startWithBot], [visitor, say('one')]]);
    const { start: { state } } = await recover(storeOf(row, broken(log, 3)), 1);
    expect(state).toMatchObject({ status: 'active', assignee: botParticipantId('') });
    const by = state.participants.at(-1)!;
    const events = decide(state, { id: null, by, command: { type: 'bot.answer', turn: 4, says: [], memory: 'null', wakeMs: null, next: 'hand-over', department: null } }, 9_000);
    if (isRefusal(events)) throw new Error(events.code);
    expect(events.reduce(evolve, state)).toMatchObject({ status: 'queued', assignee: null });
  });

  it('is whose stream it was: it is the first one’s who goes on with it', async () => {
    const { start: { state } } = await recovered([[SYSTEM, start], [visitor, say('one'), 'device-of-vera:1']], 3);
    const gate = new StreamGate();
    expect(gate.pass('device-of-vera:1', 0, visitor.id, state)).toEqual({ kind: 'duplicate', answer: undefined });
    expect(gate.pass('device-of-vera:2', 1, visitor.id, state)).toEqual({ kind: 'next' });
    for (const at of [3, 4]) {
      const { start: known } = await recovered(begun, at);
      expect(gate.pass('device-of-vera:3', 2, bob.id, known.state), 'another line says so').toMatchObject({ refusal: { code: 'stream.foreign' } });
    }
  });

  it('is the last message: lists show of it what they have', async () => {
    const { log, row } = leftBy([...begun, [ann, assign(ann)]]);
    const { start: again } = await recover(storeOf({ ...row, preview: 'two', previewBy: 'visitor' }, broken(log, 4)), 1);
    expect(again).toMatchObject({ listed: true, preview: { text: 'two', by: 'visitor' } });
  });
});

it('a snapshot that is no JSON is none: the log has all of it', async () => {
  const { log, row, state } = leftBy(served);
  const { start: again } = await recover(storeOf(row, log, { snapshot: '{"status":"act' }), 1);
  expect([again.state, again.snapshotSeq]).toEqual([state, 0]);
});

it('whoever looks at the chat sees that there is something that nobody can read, each where they count', async () => {
  const { log, row, state } = leftBy([[SYSTEM, start], [ann, assign(ann)], [ann, say('psst', 'agents')], [visitor, say('one'), 'device-of-vera:1']]);
  const lines = broken(log, 5);
  const store = storeOf(row, lines);
  const { start: begin } = await recover(store, 1);
  const chat = new ChatLog({} as unknown as Journal, { conversation: 1, epoch: 2, openKey: 'k' }, begin, { committed: () => {}, lost: () => {} });
  for (const pages of [new Pages(store, 1, chat, lines), new Pages(store, 1, chat)]) {
    const [agents, all] = await Promise.all([pages.read(0, 'agents'), pages.read(0, 'public')]);
    const shown = { type: 'line.illegible', by: '', at: state.at, said: true };
    expect(JSON.parse(agents.events[4]!)).toEqual({ ...shown, seq: 5, publicSeq: 4, id: 'device-of-vera:1' });
    expect(JSON.parse(all.events[3]!)).toEqual({ ...shown, seq: 4, publicSeq: 4 });
    expect([agents.events.length, all.events.length]).toEqual([5, 4]);
  }
});

it('who follows the chat goes on behind it, and nobody is told of it', async () => {
  const { log, row } = leftBy([[SYSTEM, start], ...Array.from({ length: 20 }, (_, i) => [visitor, say(`${i}`)] as const)]);
  const told: unknown[] = [];
  const lines = new LineReader((place) => told.push(place));
  const observers = new Observers({ ok: () => {}, failed: (error) => told.push(error), passedOver: () => {}, heldUp: () => {} });
  const [heard, gate] = [[] as number[], Promise.withResolvers<void>()];
  observers.add(['conversation.started', 'message.posted'], ({ seq }) => (heard.push(seq), gate.promise));
  const { events } = storeOf(row, broken(log, 15));
  const dispatch = new Dispatch(async (after, limit) => lines.events(1, await events.range(1, after, limit)), 0, [following(observers, 'c')], (error) => told.push(error));
  // More than is held in memory for one who is slow: the rest comes from the log.
  for (const event of new LineReader(() => {}).events(1, log)) dispatch.offer(event);
  gate.resolve();
  await vi.waitFor(() => expect([dispatch.dispatchedSeq, dispatch.busy]).toEqual([22, false]));
  expect(heard).toEqual(log.map(({ seq }) => seq).filter((seq) => seq !== 2 && seq !== 15));
  expect(told).toEqual([{ conversation: 1, seq: 15 }]);
});
