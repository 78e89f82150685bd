import type { BotAnswer, BotTurn } from 'parlor/plugin';
import type { Brains } from './brain.ts';
import type { Counts } from './counts.ts';
import { thinkerOf, type ThinkDeps } from './deeper.ts';
import { callsOf } from './flows/call.ts';
import { isMuted } from './muted.ts';
import { askerOf, settled } from './outside/ask.ts';
import type { Gate } from './outside/gate.ts';
import type { Own } from './own.ts';
import type { Records } from './record/record.ts';
import { reply } from './reply.ts';
import type { Memory } from './reply/memory.ts';
import { suggestedAs } from './reply/suggestions.ts';

export interface TurnDeps extends ThinkDeps {
  readonly brains: Brains;
  readonly counts: Counts;
  readonly gate: Gate;
  readonly records: Records;
}

/** It may have something to say to these. */
const SPEAKS: ReadonlySet<BotTurn['cue']['kind']> = new Set(['begun', 'said', 'rated', 'silence', 'returned']);

/** One turn of a chat: what is said to it, and what is kept of it. Undefined where there is no such bot. */
export async function answerIn(ctx: Own, turn: BotTurn, deps: TurnDeps): Promise<BotAnswer | undefined> {
  const { bot, conversation, cue, memory, role } = turn;
  const brain = await deps.brains.for(ctx, bot, memory);
  if (brain === undefined) return undefined;
  // Nobody is left alone with a bot that says nothing.
  if (isMuted(brain, turn.visitor.id) && SPEAKS.has(cue.kind)) return role === 'serves' ? { next: 'hand-over' } : {};
  if (cue.kind === 'ended') {
    const { heard = false, person = false, quiet = false } = Object(memory) as Partial<Memory>;
    if (heard && !person && !quiet) deps.records.ended(ctx, brain, turn);
    return {};
  }
  if (cue.kind === 'settled') {
    const suggested = suggestedAs(memory, cue.text);
    if (suggested !== undefined) deps.records.settled(ctx, brain, turn, { conversation, turn: suggested.turn, settled: cue.how, score: suggested.score });
  }
  const replied = await reply(settled(ctx, brain), turn, {
    think: thinkerOf(ctx, brain, turn, deps, turn.at),
    outside: askerOf(ctx, deps.gate, brain, turn),
    call: callsOf(ctx, `${bot}-${conversation}-${turn.turn}`),
  });
  if (replied.entry !== null) deps.counts.note(ctx, bot, replied.entry, brain);
  deps.records.note(ctx, brain, turn, replied);
  return replied.answer;
}
