import { expect, it, vi } from 'vitest';
import type { Submission } from '#domain/commands.ts';
import { refuse } from '#domain/errors.ts';
import type { ConversationState } from '#domain/state.ts';
import { initialState } from '#domain/state.ts';
import { MAX_STREAMS } from '#domain/streams.ts';
import { Hooks } from '#plugin/hooks.ts';
import { StoreError } from '#store/store-error.ts';
import { CommandLine } from '../../rooms/conversation/command-line.ts';

const by = { id: 'v_1', kind: 'visitor', name: 'Anna' } as const;
const post = (id: string): Submission => ({ id, by, command: { type: 'message.post', kind: 'text', body: { text: 'hi' }, audience: 'public' } });

it('leads no message round the filters, not even one of a stream that memory does not know', async () => {
  const hooks = new Hooks(vi.fn());
  hooks.filter((message) => ({ ...message, body: { text: 'filtered' } }));
  const submitted: Submission[] = [];
  const streams = Array.from({ length: MAX_STREAMS }, (_, i) => ({ stream: `stream-${i}`, by: by.id, last: 1 }));
  const log = {
    state: { ...initialState, streams },
    submit: (submission: Submission) => submitted.push(submission) > 0,
    note: (_luggage: object, done: (reason: null) => void) => (done(null), true),
  };
  const line = new CommandLine({ conversation: 'c', actorId: 1, log, hooks, bookkeeping: {}, events: { byClientId: async () => undefined }, now: () => 0 } as unknown as ConstructorParameters<typeof CommandLine>[0]);
  await line.take(post('stream-0:2'), 0, vi.fn());
  await line.take(post('fresh-stream:1'), 0, vi.fn());
  expect(submitted.map(({ id, command }) => [id, command])).toEqual(['stream-0:2', 'fresh-stream:1'].map((id) => [id, expect.objectContaining({ body: { text: 'filtered' } })]));
});

const file = { id: '0'.repeat(32), name: 'cat.png', type: 'image/png', size: 3 };
const picture: Submission = { id: 'stream-0:1', by, command: { type: 'message.post', kind: 'image', body: { text: '', file }, audience: 'public' } };
const talking: ConversationState = { ...initialState, status: 'queued', participants: [{ ...by, joinedAt: 0 }] } as unknown as ConversationState;

/** A chat and its files, whose store answers `attach` with each of these, then with all well. */
function withFiles(state: ConversationState, hooks = new Hooks(vi.fn()), failures: Error[] = []) {
  const attached: string[] = [];
  const answers: unknown[] = [];
  const files = {
    check: async (kind: string, body: object) => ({ kind, body }),
    attach: async ({ id }: { readonly id: string }) => {
      const failure = failures.shift();
      if (failure !== undefined) throw failure;
      attached.push(id);
      return null;
    },
  };
  const log = { state, submit: () => (answers.push('submitted'), true), afterwards: (answer: (outcome: unknown) => void, outcome: unknown) => answer(outcome) };
  const line = new CommandLine({ conversation: 'c', actorId: 1, log, hooks, files, bookkeeping: {}, events: {}, now: () => 0 } as unknown as ConstructorParameters<typeof CommandLine>[0]);
  return { answers, attached, take: async () => line.take(picture, 0, (outcome) => void answers.push(outcome)) };
}

it('leaves a file that a chat refuses to whichever takes it', async () => {
  const ended = withFiles({ ...talking, status: 'closed' });
  await ended.take();
  expect(ended.attached).toEqual([]);
  const hooks = new Hooks(vi.fn());
  hooks.filter(() => refuse('message.refused'));
  const filtered = withFiles(talking, hooks);
  await filtered.take();
  expect([filtered.attached, filtered.answers]).toEqual([[], [refuse('message.refused')]]);
});

it('asks for a file again while the store is away, and goes on with the chat', async () => {
  const chat = withFiles(talking, new Hooks(vi.fn()), [new StoreError('store.unavailable', 'away')]);
  await chat.take();
  await chat.take();
  expect([chat.answers, chat.attached]).toEqual([[refuse('unavailable'), 'submitted'], [file.id]]);
});
