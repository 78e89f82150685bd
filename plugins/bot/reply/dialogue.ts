import type { BotTurn } from 'parlor/plugin';
import type { Brain } from '../brain.ts';
import { continueFlow, isLapsed, type At, type FlowTurn } from '../flows/chat.ts';
import { fits, type Memory } from './memory.ts';
import { handOver } from './person.ts';
import { NOTHING, SILENCE, type Told, type Trace } from './trace.ts';

/** What a dialogue does is what the bot does. */
export function follow(brain: Brain, before: Memory, role: BotTurn['role'], { department, next, offered, says, state, trace, wakeMs }: FlowTurn): Told {
  const memory: Memory = { ...before, misses: 0, quiet: next === 'hand-over', offered, flow: state };
  // Also where it leads to a person: that was drawn, and is no question that nobody knew.
  const told: Trace = { by: 'flow', hits: [], flow: trace };
  if (fits(memory)) return { answer: { says, memory, next, ...(next === 'hand-over' ? { department: department ?? brain.profile.handoverTo } : {}), ...(wakeMs === null ? {} : { wakeMs }) }, trace: told };
  // More was told than a chat remembers.
  return handOver(brain, { ...before, flow: null }, role === 'serves' ? role : 'engages', 'unknown', before.lastQuestion, []);
}

/** A person is there: nothing is wanted of it, and a dialogue waits. */
export async function quiet(brain: Brain, memory: Memory, at: At): Promise<Told> {
  const paused = memory.flow && await continueFlow(brain, memory.flow, 'human.joined', at);
  return { answer: { memory: { ...memory, greets: false, quiet: false, misses: 0, unhelpful: 0, down: [], offered: [], flow: paused?.state ?? null, person: true } }, trace: NOTHING };
}

/** They had a person, who gave them back to the queue: a dialogue that waited goes on, otherwise they wait for another. */
export async function returned(brain: Brain, memory: Memory, role: BotTurn['role'], at: At): Promise<Told> {
  const resumed = memory.flow === null || isLapsed(brain, memory.flow, at.now) ? null : await continueFlow(brain, memory.flow, 'human.left', at);
  if (resumed !== null && role !== 'assists') return follow(brain, memory, role, resumed);
  return { answer: { memory: { ...memory, quiet: true, flow: null } }, trace: NOTHING };
}

/** Nothing was said for as long as the dialogue wanted to hear of. */
export async function silent(brain: Brain, memory: Memory, role: BotTurn['role'], at: At): Promise<Told> {
  const dialogue = role === 'assists' || memory.flow === null ? null : await continueFlow(brain, memory.flow, 'tick', at);
  return dialogue === null ? SILENCE : follow(brain, memory, role, dialogue);
}
