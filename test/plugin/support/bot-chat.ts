import { decide } from '#domain/decide.ts';
import { isRefusal } from '#domain/errors.ts';
import type { ConversationEvent } from '#domain/events.ts';
import { evolve } from '#domain/evolve.ts';
import { SYSTEM } from '#domain/participant.ts';
import type { Participant } from '#domain/participant.ts';
import { initialState } from '#domain/state.ts';
import type { Command } from '#domain/commands.ts';
import type { BotAnswer, BotPost, BotTurn } from '#plugin/bots/bot.ts';
import { Bots } from '#plugin/bots/bots.ts';
import type { BotKeeper } from '#plugin/bots/seat.ts';
import { Hooks } from '#plugin/hooks.ts';
import { visitor } from '../../domain/people.ts';

export const POST: BotPost = { id: 'robin', name: 'Robin', department: 'sales', first: true, queued: true, assists: true };

/** A chat without a house around it, whose bots hear each event once it is there. */
export function open(answer: (turn: BotTurn) => unknown, post: Partial<BotPost> = {}, hooks = new Hooks(() => {})) {
  const bots = new Bots();
  const turns: BotTurn[] = [];
  const errors: string[] = [];
  const keeper: BotKeeper = {
    plugin: 'bot', answered: () => {}, failed: (error) => errors.push(String(error)),
    answer: async (turn) => {
      turns.push(turn);
      return (await answer(turn)) as BotAnswer | undefined;
    },
  };
  bots.post(keeper, [{ ...POST, ...post }]);
  let state = initialState;
  const log: ConversationEvent[] = [];
  const take = (by: Participant, command: Command) => {
    const decision = decide(state, { id: null, by, command }, state.at + 1);
    if (isRefusal(decision)) return decision;
    for (const event of decision) {
      state = evolve(state, event);
      log.push(event);
    }
    return null;
  };
  const memory = async (seq: number): Promise<string> => {
    const event = log[seq - 1];
    return event?.type === 'bot.answered' ? event.memory : 'null';
  };
  const suggested = async (seq: number, by: string): Promise<string | null> => {
    const event = log[seq - 1];
    return event?.type === 'message.posted' && event.kind === 'suggestion' && event.by === by ? event.body.text : null;
  };
  const chat = () => bots.in({ conversation: 'c1', state: () => state, memory, suggested, taken: (event) => hooks.taken(event, 'c1'), submit: async (by, command) => take(by, command) });
  let inChat = chat();
  let heard = 0;
  return {
    bots, keeper, turns, errors, log,
    get state() { return state; },
    take,
    /** Everything that has happened, and what comes of it. */
    hear: async () => {
      for (; heard < log.length; heard++) await Promise.all(inChat.names().map(async (bot) => inChat.tell(bot, log[heard]!)));
    },
    silence: () => state.bots.forEach(({ id }) => inChat.silence(id)),
    get followers() { return inChat; },
    /** The actor comes up anew, and the log tells everything again. */
    crash: () => {
      heard = 0;
      inChat = chat();
    },
    begin: () => take(SYSTEM, { type: 'conversation.start', visitor, department: 'sales', locale: 'en', bot: bots.firstIn('sales') }),
    said: () => log.flatMap((event) => (event.type === 'message.posted' && event.by.startsWith('b_') ? [event.body.text] : [])),
  };
}

export const counting = ({ cue, memory }: BotTurn): BotAnswer => {
  if (cue.kind !== 'said') return {};
  const step = (Object(memory) as { step?: number }).step ?? 0;
  return { says: [{ kind: 'text', text: String(step + 1) }], memory: { step: step + 1 } };
};
