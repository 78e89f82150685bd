import { valueOf } from '../session/fill.ts';
import { holds } from './answer.ts';
import { NextState } from './next-state.ts';
import { requestOf } from './request.ts';
import type { FlowNode, NodeOf } from './schema.ts';
import type { FlowEffect } from './state.ts';
import { fillTemplate, wordsOf } from './texts.ts';
import { spoken } from './wording.ts';

/** A way without a question on it that is longer is a loop. */
const MOST_STEPS = 200;
/** Sub-flows in sub-flows, and digressions. */
const MOST_FRAMES = 8;
const MOST_DIGRESSIONS = 3;
const MOST_ANSWERED = 20;
/** Of a search among questions and answers, ms. */
const FAQ_TIMEOUT_MS = 5_000;

/** What nodes do. Every method of its own leaves the state where it waits or is over. */
export class Turn extends NextState {
  /** Questions that were passed because their slot is known: a second time in a turn would be a loop. */
  readonly #passed = new Set<FlowNode>();
  #steps = 0;

  /** Does what the node at hand says, and the next ones, until somebody has to answer. */
  run(): void {
    for (; this.#steps < MOST_STEPS; this.#steps++) {
      if (this.flow === undefined) return this.#fail('flow.unknown');
      const { node } = this;
      if (node === undefined) return this.#fail('node.unknown');
      if (!this.#visit(node)) return;
    }
    this.#fail('flow.loop');
  }

  /** Goes along an edge; to null is the end of this flow. */
  follow(edge: string, to: string | null, why = ''): void {
    if (this.#moves(edge, to, why)) this.run();
  }

  /** Asks the question at hand, with something said before it. `counts`: towards the most times that it is asked. */
  ask(before = '', { counts = false } = {}): void {
    const { frame, question } = this;
    if (question === null) return this.run();
    if (counts || frame?.asks === 0) this.change({ asks: (frame?.asks ?? 0) + 1 });
    const text = this.#told(question.text);
    this.say([before, text].filter((each) => each !== '').join('\n'), question.choices);
    this.set({ status: 'waiting', waiting: { for: 'answer', goOn: false }, nudged: false });
  }

  /** The question at hand has its answer. */
  answered(why: string): void {
    const { frame, question } = this;
    if (frame === undefined || question === null) return;
    this.change({ answered: [...frame.answered, question.id].slice(-MOST_ANSWERED) });
    this.follow('next', question.next, why);
  }

  /** Begins something else, to come back. False where too much is open already. */
  digress(entry: string, why: string): boolean {
    const { flow, frame, state } = this;
    if (flow === undefined || frame === undefined || state.frames.length >= MOST_FRAMES) return false;
    if (state.frames.filter((each) => each.why === 'digression').length >= MOST_DIGRESSIONS) return false;
    this.note('digression', why);
    this.push({ flow: frame.flow, why: 'digression', entry, node: entry, asks: 0, answered: [] });
    this.run();
    return true;
  }

  /** Gives up what is at hand: a digression alone, or all of it. */
  cancel(): void {
    const depth = this.state.frames.findLastIndex(({ why }) => why === 'digression');
    this.note('cancel', 'asked for');
    if (depth > 0) {
      this.set({ frames: this.state.frames.slice(0, depth) });
      return this.ask();
    }
    if (this.flow !== undefined) this.say(wordsOf(this.flow, 'cancelled'));
    this.end('cancelled');
  }

  /** Asks the question before the one at hand anew. */
  back(): void {
    const last = this.frame?.answered.at(-1);
    const node = this.flow?.nodes.find(({ id }) => id === last);
    this.note('back', last === undefined ? 'nothing was asked before' : `to ${last}`);
    if (last !== undefined && node?.is === 'question') {
      this.forget(node.slot);
      this.change({ node: last, asks: 0, answered: this.frame?.answered.slice(0, -1) ?? [] });
    }
    this.ask();
  }

  askFaq(asker: 'node' | 'question'): void {
    const call = this.call();
    this.effect({ is: 'faq', call, query: this.state.heard });
    this.set({ status: 'waiting', waiting: { for: 'faq', call, until: this.now + FAQ_TIMEOUT_MS, asker } });
  }

  handOff(reason: 'asked' | 'node' | 'no-answer' | 'failed', node?: NodeOf<'handoff'>): void {
    const { flow, state: { slots } } = this;
    // Where none are chosen, whoever takes over reads all that is known.
    const names = node === undefined || node.slots.length === 0 ? Object.keys(slots) : node.slots;
    const known = names.flatMap((name) => {
      const value = spoken(this.state, name, flow?.language ?? 'en');
      return value === undefined ? [] : [{ name, value }];
    });
    this.note('handoff', reason);
    if (flow !== undefined && reason !== 'failed') this.say(wordsOf(flow, 'handoff'));
    this.effect({ is: 'handoff', reason, summary: this.#told(node?.summary ?? ''), slots: known, transcript: node?.transcript ?? true, department: node?.department ?? null });
    this.#over(reason === 'failed' ? 'failed' : 'handed-off');
  }

  end(reason: 'done' | 'cancelled' | 'time', solved = false): void {
    this.effect({ is: 'end', reason, ...(solved ? { solved } : {}) });
    this.#over('ended');
  }

  /** True where the next node is to be visited, false where somebody has to answer. */
  #visit(node: FlowNode): boolean {
    switch (node.is) {
      case 'message':
        this.say(this.#told(node.text));
        return this.#moves('next', node.next);
      case 'question':
        return this.#visitQuestion(node);
      case 'condition': {
        const index = node.cases.findIndex(({ match, when }) => (match === 'all' ? when.every((check) => holds(check, this.state.slots)) : when.some((check) => holds(check, this.state.slots))));
        const taken = node.cases[index];
        return taken === undefined ? this.#moves('otherwise', node.otherwise, 'no case holds') : this.#moves(`case ${index + 1}`, taken.next, 'holds');
      }
      case 'api': {
        const request = requestOf(node, this.state.slots);
        if (request === null) return this.#moves('onError', node.onError, 'no address');
        const call = this.call();
        const { save, timeoutMs } = node;
        this.effect({ is: 'api', call, request, wanted: save.map(({ path }) => path), timeoutMs });
        this.set({ status: 'waiting', waiting: { for: 'api', call, until: this.now + timeoutMs, result: null } });
        return false;
      }
      case 'faq':
        this.askFaq('node');
        return false;
      case 'flow':
        return this.#enter(node);
      case 'handoff':
        this.handOff('node', node);
        return false;
      case 'end':
        this.say(this.#told(node.text));
        return this.#moves('end', null);
    }
  }

  #visitQuestion(node: NodeOf<'question'>): boolean {
    if (!node.fresh && !this.#passed.has(node) && valueOf(this.state.slots, node.slot) !== undefined) {
      this.#passed.add(node);
      return this.#moves('next', node.next, `${node.slot} is known`);
    }
    if (node.fresh) this.forget(node.slot);
    this.note('ask', node.slot);
    this.ask();
    return false;
  }

  #enter({ flow }: NodeOf<'flow'>): boolean {
    const target = this.flowOf(flow);
    if (target === undefined || this.state.frames.length >= MOST_FRAMES) {
      this.#fail(target === undefined ? 'flow.unknown' : 'flow.too-deep');
      return false;
    }
    this.note('enter', `${flow.id} ${flow.version}`);
    this.push({ flow, why: 'sub-flow', entry: target.start, node: target.start, asks: 0, answered: [] });
    return true;
  }

  /** Along an edge. At the end of a flow: back to where it was entered. */
  #moves(edge: string, to: string | null, why = ''): boolean {
    this.note(edge, why);
    if (to !== null) {
      this.change({ node: to, asks: 0 });
      return true;
    }
    const { frame: ended, node: last } = this;
    this.pop();
    const { flow, node } = this;
    if (ended === undefined || flow === undefined || node === undefined) {
      this.end('done', last?.is === 'end' && last.solved);
      return false;
    }
    if (ended.why === 'sub-flow') return this.#moves('return', node.is === 'flow' ? node.next : null, `from ${ended.flow.id}`);
    this.say(wordsOf(flow, 'goOn'));
    this.set({ status: 'waiting', waiting: { for: 'answer', goOn: true }, nudged: false });
    return false;
  }

  /** A text with what is known, as people say it. */
  #told(template: string): string {
    return fillTemplate(template, this.state.slots, (value, slot) => String(spoken(this.state, slot, this.flow?.language ?? 'en') ?? value));
  }

  #fail(code: (FlowEffect & { readonly is: 'error' })['code']): void {
    this.effect({ is: 'error', code, node: this.frame?.node ?? '' });
    this.handOff('failed');
  }

  #over(status: 'handed-off' | 'ended' | 'failed'): void {
    this.set({ status, frames: [], waiting: null });
  }
}
