import type { BotAnswer, BotTurn } from 'parlor/plugin';
import type { FlowTrace } from '../flows/chat.ts';
import type { OutsideTrace } from '../outside/ask.ts';

/** Why it said what it said: for tests of dialogues, and for statistics. */
export interface Trace {
  readonly by: 'welcome' | 'human' | 'flow' | 'faq' | 'intent' | 'script' | 'suggestion' | 'question' | 'fallback' | 'model' | 'engine' | 'hand-over' | 'unhelpful' | 'nothing';
  /** The nearest questions, also those that are not near enough. */
  readonly hits: readonly { readonly id: string; readonly score: number; readonly post: string }[];
  /** The intent or the topic that answered. */
  readonly of?: string;
  /** Of a dialogue: which way it went. */
  readonly flow?: FlowTrace;
  /** Who was asked outside, one after the other. */
  readonly outside?: readonly OutsideTrace[];
}

export interface Replied {
  readonly answer: BotAnswer;
  readonly trace: Trace;
  /** The question that was the answer. */
  readonly entry: string | null;
}

/** A reply; most are no question's answer. */
export type Told = Omit<Replied, 'entry'> & Partial<Pick<Replied, 'entry'>>;

export const NOTHING: Trace = { by: 'nothing', hits: [] };

/** Nothing is said and nothing kept: it costs no commit. */
export const SILENCE: Told = { answer: {}, trace: NOTHING };

/** Whom a bot answers itself; who has a person is only advised. */
export type Answering = Exclude<BotTurn['role'], 'assists'>;
