import type { BotWords, CommandOf } from '../commands.ts';
import { isRefusal, refuse } from '../errors.ts';
import type { Refusal } from '../errors.ts';
import type { SuggestionFate } from '../events.ts';
import { isFileKind } from '../file.ts';
import { checkBody } from '../message.ts';
import { isStaff } from '../participant.ts';
import type { Participant } from '../participant.ts';
import { botProgress, findParticipant, isEnded, isServedByBot } from '../state.ts';
import type { ConversationState } from '../state.ts';
import { draft } from './draft.ts';
import type { Decision, DraftOf } from './draft.ts';
import { mayManage } from './rights.ts';

/** UTF-16 units of what a bot remembers of one conversation, as JSON. */
export const MAX_MEMORY = 65_536;

/** Nobody waits for what a bot has to say after a person took over: it comes too late. */
export function answerAsBot(state: ConversationState, by: Participant, { answers, department, memory, next, says, turn, wakeMs }: CommandOf<'bot.answer'>, now: number): Decision {
  if (by.kind !== 'bot') return refuse('command.forbidden');
  if (turn < 1 || turn > state.seq) return refuse('command.malformed', { field: 'turn' });
  if (memory.length > MAX_MEMORY) return refuse('command.malformed', { field: 'memory' });
  if (isEnded(state) || turn <= (botProgress(state, by.id)?.turn ?? 0)) return [];
  const serves = state.assignee === by.id;
  const speaks = serves || state.status === 'queued';
  // What it was about to say or do when it was asked to keep quiet comes to nothing; that it is done with the event does not.
  const paused = state.botsPaused === true;
  const words = wordsOf(paused ? [] : says, speaks);
  if (isRefusal(words)) return words;
  // A chat that it has it may still give up.
  const queue = (paused ? null : department) ?? state.department;
  // Who waits already is handed over by waiting for other people.
  const handsOver = next === 'hand-over' && (serves || (state.status === 'queued' && queue !== state.department));
  const joins = findParticipant(state, by.id) === undefined && words.some(isPublic);
  return [
    ...(joins ? [draft('participant.joined', { participant: by })] : []),
    ...(answers === true ? withAnswer(words) : words),
    draft('bot.answered', { turn, memory, wakeAt: wakeMs === null ? null : now + wakeMs }, 'agents'),
    ...(handsOver ? [draft('conversation.queued', { department: queue, reason: 'handed-over' })] : []),
    ...(next === 'complete' && speaks && !paused ? [draft('conversation.completed', { reason: 'bot' })] : []),
  ];
}

/** What of it is said: to the visitor by who speaks to them, suggestions by who does not. */
function wordsOf(says: readonly BotWords[], speaks: boolean): readonly DraftOf<'message.posted'>[] | Refusal {
  const words: DraftOf<'message.posted'>[] = [];
  for (const { audience, body, kind } of says) {
    if (kind === 'suggestion' ? audience !== 'agents' : audience !== 'public' && kind !== 'text') return refuse('command.malformed', { field: 'audience' });
    // A file belongs to who sent it: nobody has asked whether this bot did.
    if (isFileKind(kind)) return refuse('command.malformed', { field: 'kind' });
    const checked = checkBody(kind, body);
    if ('code' in checked) return checked;
    if (audience === 'public' ? speaks : kind !== 'suggestion' || !speaks) words.push(draft('message.posted', { kind, body: checked }, audience));
  }
  return words;
}

const isPublic = ({ audience }: DraftOf<'message.posted'>): boolean => audience === 'public';

/** The last of what the visitor hears is what they can rate. */
function withAnswer(words: readonly DraftOf<'message.posted'>[]): readonly DraftOf<'message.posted'>[] {
  const last = words.findLastIndex(isPublic);
  return words.map((each, index) => (index === last ? { ...each, data: { ...each.data, answer: true } } : each));
}

const FATES: ReadonlySet<unknown> = new Set<SuggestionFate>(['sent', 'edited', 'dismissed']);

export function settleSuggestion(state: ConversationState, by: Participant, { how, suggestion }: CommandOf<'suggestion.settle'>): Decision {
  if (isEnded(state)) return refuse('conversation.ended');
  if (!FATES.has(how)) return refuse('command.malformed', { field: 'how' });
  if (!Number.isSafeInteger(suggestion) || suggestion < 1 || suggestion > state.seq) return refuse('command.malformed', { field: 'suggestion' });
  if (!isStaff(by) || !mayManage(state, by)) return refuse('command.forbidden');
  return [draft('suggestion.settled', { suggestion, how }, 'agents')];
}

export function pauseBots(state: ConversationState, by: Participant): Decision {
  if (!isStaff(by)) return refuse('command.forbidden');
  if (isEnded(state)) return refuse('conversation.ended');
  if (state.botsPaused === true) return [];
  const paused = draft('bots.paused', {}, 'agents');
  return isServedByBot(state) ? [paused, draft('conversation.queued', { department: state.department, reason: 'returned' })] : [paused];
}

export function resumeBots(state: ConversationState, by: Participant): Decision {
  if (!isStaff(by)) return refuse('command.forbidden');
  if (isEnded(state)) return refuse('conversation.ended');
  return state.botsPaused === true ? [draft('bots.resumed', {}, 'agents')] : [];
}
