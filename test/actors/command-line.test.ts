import { expect, it, vi } from 'vitest';
import type { Submission } from '#domain/commands.ts';
import { initialState } from '#domain/state.ts';
import { MAX_STREAMS } from '#domain/streams.ts';
import { Hooks } from '#plugin/hooks.ts';
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
