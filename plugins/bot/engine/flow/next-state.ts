import type { Scalar } from '../session/fill.ts';
import type { Flow, FlowNode, NodeOf } from './schema.ts';
import type { FlowEffect, FlowSource, FlowState, Frame, Step, Trace } from './state.ts';

const MOST_SLOTS = 200;

/** A state on its way to the next one, with what is said and noted on the way. What it leads to is not its business. */
export class NextState {
  readonly flowOf: FlowSource;
  readonly #effects: FlowEffect[] = [];
  readonly #trace: Trace[] = [];
  #calls = 0;
  readonly now: number;
  state: FlowState;

  constructor(flows: FlowSource, state: FlowState, now: number) {
    this.flowOf = flows;
    this.now = now;
    this.state = state;
  }

  /** The frame that goes on; undefined once it is over. */
  get frame(): Frame | undefined {
    return this.state.frames.at(-1);
  }

  get flow(): Flow | undefined {
    return this.frame === undefined ? undefined : this.flowOf(this.frame.flow);
  }

  get node(): FlowNode | undefined {
    return this.flow?.nodes.find(({ id }) => id === this.frame?.node);
  }

  get question(): NodeOf<'question'> | null {
    return this.node?.is === 'question' ? this.node : null;
  }

  done(): Step {
    return { state: this.state, effects: this.#effects, trace: this.#trace, refused: null };
  }

  say(text: string, choices: NodeOf<'question'>['choices'] = []): void {
    if (text === '' && choices.length === 0) return;
    this.#effects.push({ is: 'say', text, choices: choices.map(({ value, label }) => ({ value, label })) });
    this.set({ lastAt: this.now });
  }

  effect(effect: FlowEffect): void {
    this.#effects.push(effect);
  }

  note(edge: string, why: string): void {
    this.#trace.push({ node: this.frame?.node ?? '', edge, why });
  }

  set(changes: Partial<FlowState>): void {
    this.state = { ...this.state, ...changes };
  }

  /** Takes a value, as the last one that was said; more than a flow can have are not kept. `shown`: as people say it. */
  fill(slot: string, value: Scalar, shown?: string): void {
    this.forget(slot);
    const { slots, shown: others } = this.state;
    if (Object.keys(slots).length >= MOST_SLOTS) return;
    this.set({ slots: { ...slots, [slot]: value }, ...(shown === undefined ? {} : { shown: { ...others, [slot]: shown } }) });
  }

  forget(slot: string): void {
    const { shown, slots } = this.state;
    this.set({ slots: without(slots, slot), shown: without(shown, slot) });
  }

  push(frame: Frame): void {
    this.set({ frames: [...this.state.frames, frame], waiting: null });
  }

  /** Of the frame at hand. */
  change(changes: Partial<Frame>): void {
    const { frame } = this;
    if (frame !== undefined) this.set({ frames: [...this.state.frames.slice(0, -1), { ...frame, ...changes }] });
  }

  pop(): void {
    this.set({ frames: this.state.frames.slice(0, -1) });
  }

  /** Unlike any other of this dialogue, and the same each time the dialogue is replayed. */
  call(): string {
    return `${this.state.turn}.${++this.#calls}`;
  }
}

const without = <T>(all: Readonly<Record<string, T>>, slot: string): Readonly<Record<string, T>> => Object.fromEntries(Object.entries(all).filter(([name]) => name !== slot));
