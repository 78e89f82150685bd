import { z } from 'parlor/plugin';
import type { FlowState } from '../engine/flow/state.ts';

const text = (max: number) => z.string().max(max);
const flow = z.object({ id: text(64), version: z.number().int() });
const frame = z.object({ flow, why: z.enum(['start', 'sub-flow', 'digression']), entry: text(64), node: text(64), asks: z.number().int(), answered: z.array(text(64)).max(100) });
const call = { call: text(40), until: z.number() };

/** Where a dialogue stands, as a bot's memory has it. */
const state = z.object({
  turn: z.number().int(),
  status: z.enum(['waiting', 'paused', 'parked', 'handed-off', 'ended', 'failed']),
  before: z.enum(['waiting', 'parked']),
  frames: z.array(frame).max(20),
  slots: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  /** A release before did not know it. */
  shown: z.record(z.string(), z.string()).default({}),
  waiting: z.discriminatedUnion('for', [
    z.object({ for: z.literal('answer'), goOn: z.boolean() }),
    z.object({ for: z.literal('api'), ...call, result: z.enum(['ok', 'failed']).nullable() }),
    z.object({ for: z.literal('faq'), ...call, asker: z.enum(['node', 'question']) }),
  ]).nullable(),
  heard: text(2_000),
  lastAt: z.number(),
  nudged: z.boolean(),
});

/** Null where there is none, or where it is none of this release: the chat goes on without it. */
export function readState(value: unknown): FlowState | null {
  return state.safeParse(value).data ?? null;
}
