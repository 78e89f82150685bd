import { isCorrection } from '../session/fill.ts';
import type { Scalar } from '../session/fill.ts';
import { readAnswer } from './answer.ts';
import { commandOf, yesOrNo } from './commands.ts';
import { picked } from './request.ts';
import type { FlowRef } from './schema.ts';
import type { FlowEvent, FlowSource, FlowState, Said, Step, Waiting } from './state.ts';
import { wordsOf } from './texts.ts';
import { Turn } from './turn.ts';
import { passTime } from './time-outs.ts';

/** Of a visitor's words; what is longer is not read further. */
const MOST_HEARD = 2_000;

export interface Beginning {
  /** At another node than the first: the designer tries one. */
  readonly at?: string;
  readonly slots?: Readonly<Record<string, Scalar>>;
  /** What the visitor said that it begins: slots in it are not asked for. */
  readonly said?: Said;
}

/** A dialogue begins. Its first event is turn 1. `now` in ms since the epoch. */
export function begin(flows: FlowSource, flow: FlowRef, now: number, { at, slots = {}, said }: Beginning = {}): Step {
  const entry = at ?? flows(flow)?.start ?? '';
  const turn = new Turn(flows, {
    turn: 0, status: 'waiting', before: 'waiting', frames: [{ flow: { id: flow.id, version: flow.version }, why: 'start', entry, node: entry, asks: 0, answered: [] }],
    slots: {}, shown: {}, waiting: null, heard: said?.text.slice(0, MOST_HEARD) ?? '', lastAt: now, nudged: false,
  }, now);
  for (const [slot, value] of Object.entries(slots)) turn.fill(slot, value);
  if (said !== undefined && turn.flow !== undefined) for (const { shown, slot, value } of readAnswer(turn.flow, null, said, turn.state.slots, now).filled) turn.fill(slot, value, shown);
  turn.run();
  return turn.done();
}

/** What an event does to a dialogue. Pure: the same event on the same state gives the same; each turn counts once. */
export function step(flows: FlowSource, state: FlowState, event: FlowEvent, now: number): Step {
  const refused = refusalOf(state, event);
  if (refused !== null) return { state, effects: [], trace: [], refused };
  const turn = new Turn(flows, { ...state, turn: event.turn }, now);
  take(turn, event, now);
  return turn.done();
}

function refusalOf({ status, turn, waiting }: FlowState, event: FlowEvent): Step['refused'] {
  if (event.turn !== turn + 1) return event.turn <= turn ? 'turn.stale' : 'turn.gap';
  if (status === 'ended' || status === 'handed-off' || status === 'failed') return 'flow.over';
  // An answer that comes late, or twice, is nobody's any more.
  if ('call' in event && (waiting === null || waiting.for === 'answer' || waiting.call !== event.call || `${waiting.for}.answered` !== event.is)) return 'call.unknown';
  return null;
}

function take(turn: Turn, event: FlowEvent, now: number): void {
  const { status, waiting } = turn.state;
  if (event.is === 'human.joined') {
    if (status !== 'paused') turn.set({ status: 'paused', before: status === 'parked' ? 'parked' : 'waiting' });
    return turn.note('pause', 'a person has the chat');
  }
  if (event.is === 'human.left') return status === 'paused' ? unpause(turn, now) : undefined;
  if (event.is === 'api.answered') return tookApi(turn, waiting as ApiCall, event); // what it answers is waited for: see refusalOf
  if (status === 'paused') return turn.note('none', 'a person has the chat');
  switch (event.is) {
    case 'said': return hear(turn, { ...event, text: event.text.slice(0, MOST_HEARD) }, now);
    case 'faq.answered': return tookFaq(turn, waiting as FaqCall, event.answer); // see refusalOf
    case 'resume': return status === 'parked' ? unpark(turn) : undefined;
    case 'tick': return passTime(turn, now, { api: (call) => tookApi(turn, call, FAILED), faq: (call) => tookFaq(turn, call, null) });
  }
}

type ApiCall = Waiting & { readonly for: 'api' };
type FaqCall = Waiting & { readonly for: 'faq' };

/** The order of a turn: what holds everywhere, the question at hand, a confident intent, the answers, the question again. */
function hear(turn: Turn, said: Said, now: number): void {
  turn.set({ heard: said.text, lastAt: now, nudged: false });
  const { flow, state: { status, waiting } } = turn;
  if (flow === undefined) return turn.run();
  const command = commandOf(said.text, flow);
  if (command === 'human') return turn.handOff('asked');
  if (command === 'cancel') return turn.cancel();
  if (waiting?.for === 'api' || (waiting?.for === 'faq' && waiting.asker === 'node')) return turn.note('none', 'busy');
  if (status === 'parked') turn.set({ status: 'waiting' });
  if (command === 'back') return turn.back();
  if (waiting?.for === 'answer' && waiting.goOn && goesOn(turn, said)) return;
  if (waiting?.for !== 'answer' || !waiting.goOn) turn.set({ waiting: { for: 'answer', goOn: false } });
  answer(turn, said);
}

/** The answer to "go on?", unless it is one to the question itself. */
function goesOn(turn: Turn, { text }: Said): boolean {
  const wish = yesOrNo(text);
  if (wish === undefined) return false;
  turn.note('go on', wish ? 'yes' : 'no');
  if (wish) turn.ask();
  else turn.cancel();
  return true;
}

function answer(turn: Turn, said: Said): void {
  const { flow, question, state } = turn;
  if (flow === undefined || question === null) return turn.run();
  const { filled, invalid } = readAnswer(flow, question, said, state.slots, turn.now);
  for (const { shown, slot, value } of filled) turn.fill(slot, value, shown);
  if (filled.some(({ slot }) => slot === question.slot)) return turn.answered('answered');
  if (filled.length > 0) {
    turn.note('ask', `${filled.map(({ slot }) => slot).join(', ')} ${isCorrection(said.text) ? 'corrected' : 'answered'} instead`);
    return turn.ask();
  }
  if (said.intent !== null && said.intent.confidence >= flow.confidence) {
    const target = flow.intents.find(({ intent }) => intent === said.intent?.name);
    const isOpen = state.frames.some(({ entry }) => entry === target?.node);
    if (target !== undefined && !isOpen && turn.digress(target.node, target.intent)) return;
  }
  if (flow.faq && !invalid) return turn.askFaq('question');
  askAgain(turn, invalid);
}

function askAgain(turn: Turn, invalid: boolean): void {
  const { flow, frame, question } = turn;
  if (flow === undefined || frame === undefined || question === null) return turn.run();
  if (frame.asks < question.maxAsks) {
    turn.note('ask again', invalid ? 'not valid' : 'not understood');
    return turn.ask(invalid && question.invalid !== '' ? question.invalid : wordsOf(flow, 'askAgain'), { counts: true });
  }
  if (question.onFail === null) return turn.handOff('no-answer');
  turn.follow('onFail', question.onFail, `asked ${frame.asks} times`);
}

function tookFaq(turn: Turn, { asker }: FaqCall, answer: string | null): void {
  const { node } = turn;
  turn.note('faq', answer === null ? 'no answer' : 'answer');
  turn.set({ waiting: { for: 'answer', goOn: false } });
  if (answer !== null) turn.say(answer);
  if (asker === 'question') return answer === null ? askAgain(turn, false) : turn.ask();
  if (node?.is === 'faq') turn.follow(answer === null ? 'otherwise' : 'next', answer === null ? node.otherwise : node.next);
  else turn.run();
}

const FAILED = { ok: false, data: null } as const;

function tookApi(turn: Turn, call: ApiCall, { data, ok, why = ok ? '' : 'failed or late' }: { readonly ok: boolean; readonly data: unknown; readonly why?: string | undefined }): void {
  const { node, state: { status } } = turn;
  if (node?.is !== 'api') return turn.run();
  const kept = ok ? picked(data, node.save.map(({ path }) => path)) : {};
  for (const { path, slot } of node.save) if (kept[path] !== undefined) turn.fill(slot, kept[path]);
  if (status === 'paused') return turn.set({ waiting: { ...call, result: ok ? 'ok' : 'failed' } });
  turn.follow(ok ? 'next' : 'onError', ok ? node.next : node.onError, why);
}

/** The person has left: the time-outs begin anew. */
function unpause(turn: Turn, now: number): void {
  const { before, waiting } = turn.state;
  turn.set({ status: before, lastAt: now, nudged: false });
  turn.note('resume', 'the person left');
  if (waiting?.for === 'api' && waiting.result !== null) return tookApi(turn, waiting, { ...FAILED, ok: waiting.result === 'ok' });
  if (waiting?.for !== 'api') unpark(turn);
}

function unpark(turn: Turn): void {
  const { waiting } = turn.state;
  if (waiting?.for === 'faq' && waiting.asker === 'node') tookFaq(turn, waiting, null);
  else turn.ask();
}
