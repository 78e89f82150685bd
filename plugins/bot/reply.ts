import type { BotTurn } from 'parlor/plugin';
import { speaking, type Brain } from './brain.ts';
import type { Think } from './deeper.ts';
import type { Call } from './flows/call.ts';
import { beginFlow, continueFlow, flowOf, isLapsed, type At } from './flows/chat.ts';
import { NOBODY, type AskOutside } from './outside/ask.ts';
import { answerCompleted } from './reply/completed.ts';
import { follow, quiet, returned, silent } from './reply/dialogue.ts';
import { answerKnown, deepened, isElsewhere, isKnown } from './reply/known.ts';
import { fitting, readMemory, type Memory } from './reply/memory.ts';
import { chosen } from './reply/offers.ts';
import { awaited, greeted, open } from './reply/opening.ts';
import { asksForPerson, handOver, rated, unhelped } from './reply/person.ts';
import { settle, suggest } from './reply/suggestions.ts';
import { NOTHING, SILENCE, type Answering, type Replied, type Told } from './reply/trace.ts';
import { answerUnknown, answerWordless } from './reply/unknown.ts';
import { saysUnhelpful } from './unhelpful.ts';

/** Of what is said, UTF-16 units: finding words in more would hold up other chats. */
const MOST_HEARD = 2_000;

/** Nothing but questions and answers. */
const shallow: Think = async () => null;
const alone: AskOutside = async () => NOBODY;
/** No other system is there. */
const unconnected: Call = async () => ({ ok: false, data: null, why: '', answer: null });

/** Who helps with a turn: intents and scripts, whoever answers outside, and systems that flows call. */
export interface Help {
  readonly think?: Think;
  readonly outside?: AskOutside;
  readonly call?: Call;
}

/** A turn of a chat: pure, but for what the bot knows, what functions of its scripts do, and what comes from outside. */
export async function reply(brain: Brain, turn: BotTurn, { call = unconnected, outside = alone, think = shallow }: Help = {}): Promise<Replied> {
  return { entry: null, ...(await told(speaking(brain, turn.locale), turn, { call, outside, think })) };
}

async function told(brain: Brain, turn: BotTurn, help: Required<Help>): Promise<Told> {
  const { cue, role } = turn;
  const memory = readMemory(turn.memory);
  const at: At = { now: turn.at, call: help.call };
  switch (cue.kind) {
    case 'begun': return awaited(memory);
    case 'said': return role === 'assists' ? suggest(brain, memory, turn.turn, cue.text.slice(0, MOST_HEARD), help.outside) : answer(brain, { ...memory, heard: true, greets: false }, { ...help, role, said: cue.text, at, first: memory.greets });
    case 'rated': return role === 'assists' ? SILENCE : rated(brain, memory, role, cue);
    case 'taken-over': return quiet(brain, memory, at);
    case 'returned': return returned(brain, memory, role, at);
    case 'silence': return memory.greets && role !== 'assists' ? open(brain, memory, role, at) : silent(brain, memory, role, at);
    case 'settled': return settle(memory, cue.text);
    case 'ended': return SILENCE;
  }
}

interface Heard extends Required<Help> {
  readonly role: Answering;
  readonly said: string;
  readonly at: At;
  /** Nothing was said to them yet. */
  readonly first: boolean;
}

/** The order of a turn: a person is wanted, the dialogue at hand, one that begins, what is known; asked again, and then a person. */
async function answer(brain: Brain, memory: Memory, { at, first, outside, role, said, think }: Heard): Promise<Told> {
  const text = chosen(memory.offered, said.slice(0, MOST_HEARD));
  const begun = first ? brain.flows.begun : null;
  const flow = begun === null ? flowOf(brain, memory.flow) : brain.flows.of(begun);
  // A flow that does without leads to a person by itself; and what was offered is an answer, whatever its words.
  if (flow?.human !== false && !memory.offered.includes(text) && asksForPerson(brain, text)) return handOver(brain, memory, role, 'asked', text, []);
  if (memory.quiet) return { answer: { memory }, trace: NOTHING };
  if (begun !== null) return open(brain, memory, role, at, text);
  const dialogue = memory.flow === null || isLapsed(brain, memory.flow, at.now) ? null : await continueFlow(brain, memory.flow, { said: text }, at);
  if (dialogue !== null) return follow(brain, { ...memory, lastQuestion: text }, role, dialogue);
  if (text.trim() === '') return answerWordless(brain, memory, role, at.now);
  if (memory.lastQuestion !== '' && brain.profile.unhelpful !== 'ignore' && saysUnhelpful(text) && !isKnown(brain, text)) return unhelped(brain, { ...memory, flow: null }, role);
  const started = brain.flows.startedBy(text, brain.profile.best);
  if (started !== null) return follow(brain, { ...memory, lastQuestion: text }, role, await beginFlow(brain, started, at, text));
  const thought = isElsewhere(brain) ? null : await think(text, memory.place);
  const next: Memory = { ...memory, flow: null, place: thought === null ? memory.place : thought.place };
  if (thought !== null && thought.completed !== null) return answerCompleted(brain, next, role, text, thought.completed, at.now);
  if (thought !== null && thought.text !== null) return deepened(brain, next, text, { ...thought, text: thought.text });
  const found = answerKnown(brain, fitting(next), text) ?? answerUnknown(brain, fitting(next), role, text, await outside(text, 'answer'));
  return first ? greeted(brain, found) : found;
}
