import type { Entity } from '../dictionary/dictionaries.ts';
import type { Scalar, Values } from '../session/fill.ts';
import type { FlowRequest } from './request.ts';
import type { Flow, FlowRef } from './schema.ts';

/** Where one flow stands, and why it runs. The last of the frames is the one that goes on. */
export interface Frame {
  readonly flow: FlowRef;
  readonly why: 'start' | 'sub-flow' | 'digression';
  /** Where it began. */
  readonly entry: string;
  readonly node: string;
  /** How often the question at hand was asked. */
  readonly asks: number;
  /** Questions that were answered here, for going back. */
  readonly answered: readonly string[];
}

export type Waiting =
  /** `goOn`: after a digression, whether to. */
  | { readonly for: 'answer'; readonly goOn: boolean }
  /** `result` is there where the answer came while a person had the chat. */
  | { readonly for: 'api'; readonly call: string; readonly until: number; readonly result: 'ok' | 'failed' | null }
  | { readonly for: 'faq'; readonly call: string; readonly until: number; readonly asker: 'node' | 'question' };

export type FlowStatus = 'waiting' | 'paused' | 'parked' | 'handed-off' | 'ended' | 'failed';

/** A dialogue, plain JSON of a bounded size. It stays on the versions of flows that it names. */
export interface FlowState {
  /** The last event that was taken: the next one has to say this plus one. */
  readonly turn: number;
  readonly status: FlowStatus;
  /** What it was before a person joined. */
  readonly before: 'waiting' | 'parked';
  readonly frames: readonly Frame[];
  readonly slots: Values;
  /** Of slots, as people say it: what is not here is said as it is kept. */
  readonly shown: Readonly<Record<string, string>>;
  readonly waiting: Waiting | null;
  /** The visitor's last words. */
  readonly heard: string;
  /** The last message of either side, ms since the epoch. */
  readonly lastAt: number;
  readonly nudged: boolean;
}

export interface Said {
  readonly text: string;
  /** The best guess, if there is one. */
  readonly intent: { readonly name: string; readonly confidence: number } | null;
  /** What the dictionaries found in the text. */
  readonly entities: readonly Entity[];
}

export type FlowEvent = { readonly turn: number } & (
  | ({ readonly is: 'said' } & Said)
  | { readonly is: 'api.answered'; readonly call: string; readonly ok: boolean; readonly data: unknown; readonly why?: string | undefined }
  | { readonly is: 'faq.answered'; readonly call: string; readonly answer: string | null }
  | { readonly is: 'tick' | 'human.joined' | 'human.left' | 'resume' }
);

export type FlowEffect =
  | { readonly is: 'say'; readonly text: string; readonly choices: readonly { readonly value: string; readonly label: string }[] }
  | { readonly is: 'api'; readonly call: string; readonly request: FlowRequest; /** Paths of the answer that are kept. */ readonly wanted: readonly string[]; readonly timeoutMs: number }
  | { readonly is: 'faq'; readonly call: string; readonly query: string }
  | { readonly is: 'handoff'; readonly reason: 'asked' | 'node' | 'no-answer' | 'failed'; readonly summary: string; readonly slots: readonly { readonly name: string; readonly value: Scalar }[]; readonly transcript: boolean; readonly department: string | null }
  | { readonly is: 'park' }
  | { readonly is: 'end'; readonly reason: 'done' | 'cancelled' | 'time'; readonly solved?: true }
  | { readonly is: 'error'; readonly code: 'flow.unknown' | 'flow.loop' | 'flow.too-deep' | 'node.unknown'; readonly node: string };

/** One step of the way: which edge was taken from which node, and why. */
export interface Trace {
  readonly node: string;
  readonly edge: string;
  readonly why: string;
}

export interface Step {
  readonly state: FlowState;
  readonly effects: readonly FlowEffect[];
  readonly trace: readonly Trace[];
  /** The event was not taken, nothing has changed. */
  readonly refused: 'turn.stale' | 'turn.gap' | 'flow.over' | 'call.unknown' | null;
}

/** Versions never change, so the same reference is always the same flow. */
export type FlowSource = (flow: FlowRef) => Flow | undefined;
