import { VISITOR_COMMANDS } from './commands.ts';
import type { CommandOf, CommandType, Submission } from './commands.ts';
import { isRefusal, refuse } from './errors.ts';
import type { Refusal } from './errors.ts';
import type { Audience, ConversationEvent, EventData, EventType, SuggestionFate } from './events.ts';
import { isFileKind } from './file.ts';
import { checkBody } from './message.ts';
import { SYSTEM, agentParticipantId, isStaff } from './participant.ts';
import type { Participant } from './participant.ts';
import { botProgress, findParticipant, isEnded, isServedByBot, isUnattended, isWaiting } from './state.ts';
import type { ConversationState, Transfer } from './state.ts';

/** How long after its end a visitor may reopen a chat. */
export const REOPEN_WINDOW_MS = 24 * 60 * 60 * 1000;

/** UTF-16 units of what a bot remembers of one conversation, as JSON. */
export const MAX_MEMORY = 65_536;

/** An event before it has its positions. */
type Draft = { [T in EventType]: { readonly type: T; readonly audience: Audience; readonly data: EventData[T] } }[EventType];

type Decision = readonly Draft[] | Refusal;

const draft = <T extends EventType>(type: T, data: EventData[T], audience: Audience = 'public'): Draft =>
  ({ type, audience, data }) as Draft;

/**
 * What a command does to a conversation: the events that follow, none when it holds already, or why not.
 * Pure: `now` is the caller's clock in milliseconds; event time never goes backwards even if the clock does.
 */
export function decide(state: ConversationState, submission: Submission, now: number): readonly ConversationEvent[] | Refusal {
  const decision = decideDrafts(state, submission, now);
  return isRefusal(decision) ? decision : stamp(state, submission, decision, now);
}

function stamp(state: ConversationState, submission: Submission, drafts: readonly Draft[], now: number): readonly ConversationEvent[] {
  let { seq, publicSeq } = state;
  const at = Math.max(now, state.at);
  return drafts.map(({ type, audience, data }, index) => {
    seq += 1;
    if (audience === 'public') publicSeq += 1;
    const position = audience === 'public' ? publicSeq : null;
    const by = submission.by.id;
    const event = index === 0 && submission.id !== null ? { type, seq, publicSeq: position, at, by, id: submission.id, ...data } : { type, seq, publicSeq: position, at, by, ...data };
    return event as ConversationEvent;
  });
}

function decideDrafts(state: ConversationState, { by, command }: Submission, now: number): Decision {
  if (command.type === 'conversation.start') return start(state, command);
  if (command.type === 'conversation.begin') return begin(state, by, command);
  if (state.status === null) return refuse('conversation.unknown');
  if (by.kind === 'visitor' && !VISITOR_COMMANDS.has(command.type)) return refuse('command.forbidden');
  switch (command.type) {
    case 'conversation.link': return link(by, command);
    case 'message.post': return post(state, by, command);
    case 'message.announce': return announce(by, command);
    case 'bot.answer': return answerAsBot(state, by, command, now);
    case 'suggestion.settle': return settleSuggestion(state, by, command);
    case 'bots.pause': return pauseBots(state, by);
    case 'bots.resume': return resumeBots(state, by);
    case 'delivery.fail': return failDelivery(state, by, command);
    case 'conversation.assign': return assign(state, by, command);
    case 'conversation.return': return giveBack(state, by);
    case 'transfer.offer': return offerTransfer(state, by, command, now);
    case 'transfer.decline': return declineTransfer(state, by, command);
    case 'transfer.cancel': return cancelTransfer(state, by);
    case 'transfer.expire': return expireTransfer(state, command);
    case 'participant.join': return join(state, by);
    case 'participant.leave': return leave(state, by);
    case 'conversation.close': return end(state, by, 'conversation.closed');
    case 'conversation.complete': return end(state, by, 'conversation.completed');
    case 'conversation.abandon': return abandon(state);
    case 'conversation.reopen': return reopen(state, by, command, now);
    case 'message.rate': return rate(state, by, command);
    case 'feedback.give': return giveFeedback(state, by, command);
    default: return refuse('command.unknown');
  }
}

type Of<T extends CommandType> = CommandOf<T>;

function start(state: ConversationState, command: Of<'conversation.start'>): Decision {
  if (state.status !== null) return refuse('conversation.exists');
  const { bot, visitor, department, locale } = command;
  // A chat that a bot serves first has its place in the queue already: it is handed over with it.
  const queued = [draft('conversation.started', { visitor, department, locale }), draft('conversation.queued', { department, reason: 'started' })];
  return bot === null ? queued : [...queued, draft('conversation.assigned', { assignee: bot, reason: 'routed', offer: null, department })];
}

/** It waits for nobody: there is neither a place in a queue nor a bot. */
function begin(state: ConversationState, by: Participant, { agent, department, locale, offer, visitor }: Of<'conversation.begin'>): Decision {
  if (state.status !== null) return refuse('conversation.exists');
  if (!isStaff(by) || agent.id !== by.id || visitor.kind !== 'visitor') return refuse('command.forbidden');
  // A node of the release before knows this reason.
  return [draft('conversation.started', { visitor, department, locale }), draft('conversation.assigned', { assignee: agent, reason: 'accepted', offer, department })];
}

/** Also of an ended chat: the talk goes on elsewhere because it ended here. */
function link(by: Participant, { channel, conversation, how }: Of<'conversation.link'>): Decision {
  if (!isStaff(by)) return refuse('command.forbidden');
  if (how !== 'to' && how !== 'from') return refuse('command.malformed', { field: 'how' });
  return [draft('conversation.linked', { conversation, channel, how }, 'agents')];
}

function post(state: ConversationState, by: Participant, command: Of<'message.post'>): Decision {
  if (isEnded(state)) return refuse('conversation.ended');
  const body = checkBody(command.kind, command.body);
  if ('code' in body) return body;
  if (command.audience !== 'public' && command.audience !== 'agents') return refuse('command.malformed', { field: 'audience' });
  if (command.audience === 'agents' && by.kind === 'visitor') return refuse('command.forbidden');
  if (command.kind !== 'text' && !isFileKind(command.kind)) return refuse('command.malformed', { field: 'kind' });
  // A note may come from any colleague; words for the visitor only from somebody the visitor can see.
  if (command.audience === 'public' && by.kind === 'supervisor' && state.assignee !== by.id) return refuse('command.forbidden');
  if (command.audience === 'public' && findParticipant(state, by.id) === undefined) return refuse('command.forbidden');
  return [draft('message.posted', { kind: command.kind, body }, command.audience)];
}

/** Nobody takes part for it, and nothing begins: who has something to say to it begins a chat, as ever, or is in one. */
function announce(by: Participant, { announcement, body: given }: Of<'message.announce'>): Decision {
  if (by.kind !== 'bot') return refuse('command.forbidden');
  const body = checkBody('text', given);
  return 'code' in body ? body : [draft('message.posted', { kind: 'text', body, announcement })];
}

/** Nobody waits for what a bot has to say after a person took over: it comes too late. */
function answerAsBot(state: ConversationState, by: Participant, { answers, department, memory, next, says, turn, wakeMs }: Of<'bot.answer'>, now: number): Decision {
  if (by.kind !== 'bot') return refuse('command.forbidden');
  if (turn < 1 || turn > state.seq) return refuse('command.malformed', { field: 'turn' });
  if (memory.length > MAX_MEMORY) return refuse('command.malformed', { field: 'memory' });
  if (isEnded(state) || turn <= (botProgress(state, by.id)?.turn ?? 0)) return [];
  const serves = state.assignee === by.id;
  const speaks = serves || state.status === 'queued';
  // What it was about to say or do when it was asked to keep quiet comes to nothing; that it is done with the event does not.
  const paused = state.botsPaused === true;
  const words = paused ? [] : says;
  const posted: Draft[] = [];
  for (const { audience, body, kind } of words) {
    if (kind === 'suggestion' ? audience !== 'agents' : audience !== 'public' && kind !== 'text') return refuse('command.malformed', { field: 'audience' });
    // A file belongs to who sent it: nobody has asked whether this bot did.
    if (isFileKind(kind)) return refuse('command.malformed', { field: 'kind' });
    const checked = checkBody(kind, body);
    if ('code' in checked) return checked;
    if (audience === 'public' ? speaks : kind !== 'suggestion' || !speaks) posted.push(draft('message.posted', { kind, body: checked }, audience));
  }
  const last = answers === true ? posted.findLastIndex(({ audience }) => audience === 'public') : -1;
  const told = posted.map((each, index): Draft => (index === last && each.type === 'message.posted' ? { ...each, data: { ...each.data, answer: true } } : each));
  // A chat that it has it may still give up.
  const queue = (paused ? null : department) ?? state.department;
  // Who waits already is handed over by waiting for other people.
  const handsOver = next === 'hand-over' && (serves || (state.status === 'queued' && queue !== state.department));
  const joins = findParticipant(state, by.id) === undefined && posted.some(({ audience }) => audience === 'public');
  return [
    ...(joins ? [draft('participant.joined', { participant: by })] : []),
    ...told,
    draft('bot.answered', { turn, memory, wakeAt: wakeMs === null ? null : now + wakeMs }, 'agents'),
    ...(handsOver ? [draft('conversation.queued', { department: queue, reason: 'handed-over' })] : []),
    ...(next === 'complete' && speaks && !paused ? [draft('conversation.completed', { reason: 'bot' })] : []),
  ];
}

const FATES: ReadonlySet<unknown> = new Set<SuggestionFate>(['sent', 'edited', 'dismissed']);

function settleSuggestion(state: ConversationState, by: Participant, { how, suggestion }: Of<'suggestion.settle'>): Decision {
  if (isEnded(state)) return refuse('conversation.ended');
  if (!FATES.has(how)) return refuse('command.malformed', { field: 'how' });
  if (!Number.isSafeInteger(suggestion) || suggestion < 1 || suggestion > state.seq) return refuse('command.malformed', { field: 'suggestion' });
  if (!isStaff(by) || (state.assignee !== by.id && by.kind !== 'supervisor')) return refuse('command.forbidden');
  return [draft('suggestion.settled', { suggestion, how }, 'agents')];
}

function pauseBots(state: ConversationState, by: Participant): Decision {
  if (!isStaff(by)) return refuse('command.forbidden');
  if (isEnded(state)) return refuse('conversation.ended');
  if (state.botsPaused === true) return [];
  const paused = draft('bots.paused', {}, 'agents');
  return isServedByBot(state) ? [paused, draft('conversation.queued', { department: state.department, reason: 'returned' })] : [paused];
}

function resumeBots(state: ConversationState, by: Participant): Decision {
  if (!isStaff(by)) return refuse('command.forbidden');
  if (isEnded(state)) return refuse('conversation.ended');
  return state.botsPaused === true ? [draft('bots.resumed', {}, 'agents')] : [];
}

/** Also of an ended chat: its last words are the ones that fail after it. */
function failDelivery(state: ConversationState, by: Participant, { message, reason, detail }: Of<'delivery.fail'>): Decision {
  if (by.id !== SYSTEM.id) return refuse('command.forbidden');
  if (message < 1 || message > state.seq) return refuse('command.malformed', { field: 'message' });
  return [draft('delivery.failed', { message, reason, detail }, 'agents')];
}

function assign(state: ConversationState, by: Participant, { agent, reason, offer }: Of<'conversation.assign'>): Decision {
  if (isEnded(state)) return refuse('conversation.ended');
  if (agent.kind === 'visitor') return refuse('command.forbidden');
  if (state.assignee === agent.id && state.transfer === null) return [];
  const { transfer } = state;
  switch (reason) {
    case 'takeover':
      // From a bot anybody may take it: they are asked to where it does not know further.
      if (by.kind !== 'supervisor' && !(isStaff(by) && isServedByBot(state))) return refuse('command.forbidden');
      break;
    case 'transferred':
      if (transfer === null || transfer.offer !== offer || !isOfferedTo(transfer, agent)) return refuse('transfer.unknown');
      break;
    default:
      if (!isWaiting(state)) return refuse('conversation.taken');
  }
  const department = reason === 'takeover' ? state.department : (transfer?.to.department ?? state.department);
  return [draft('conversation.assigned', { assignee: agent, reason, offer, department })];
}

function giveBack(state: ConversationState, by: Participant): Decision {
  if (isEnded(state)) return refuse('conversation.ended');
  if (state.assignee === null) return refuse('conversation.not-assigned');
  if (state.assignee !== by.id && by.kind !== 'supervisor') return refuse('command.forbidden');
  return [draft('conversation.queued', { department: state.department, reason: 'returned' })];
}

function offerTransfer(state: ConversationState, by: Participant, { to, offer, lasts }: Of<'transfer.offer'>, now: number): Decision {
  if (isEnded(state)) return refuse('conversation.ended');
  if (state.status !== 'active') return refuse(state.status === 'queued' ? 'conversation.not-assigned' : 'conversation.taken');
  if (state.assignee !== by.id && by.kind !== 'supervisor') return refuse('command.forbidden');
  if (to.agent !== undefined && agentParticipantId(to.agent) === state.assignee) return refuse('transfer.to-self');
  return [draft('transfer.offered', { to, offer, expiresAt: now + lasts }, 'agents')];
}

/** What is offered to a department waits in its queue, and whoever accepts it there needs a seat first. */
const isOfferedTo = ({ to }: Transfer, by: Participant): boolean => to.agent !== undefined && agentParticipantId(to.agent) === by.id;

function declineTransfer(state: ConversationState, by: Participant, { offer }: Of<'transfer.decline'>): Decision {
  if (state.transfer === null || state.transfer.offer !== offer) return refuse('transfer.unknown');
  if (!isOfferedTo(state.transfer, by)) return refuse('command.forbidden');
  return [draft('transfer.declined', { offer, reason: 'declined' }, 'agents')];
}

function cancelTransfer(state: ConversationState, by: Participant): Decision {
  if (state.transfer === null) return refuse('transfer.unknown');
  if (state.assignee !== by.id && by.kind !== 'supervisor') return refuse('command.forbidden');
  return [draft('transfer.declined', { offer: state.transfer.offer, reason: 'cancelled' }, 'agents')];
}

function expireTransfer(state: ConversationState, { offer }: Of<'transfer.expire'>): Decision {
  return state.transfer !== null && state.transfer.offer === offer ? [draft('transfer.declined', { offer, reason: 'expired' }, 'agents')] : [];
}

const presenceAudience = (participant: Participant): Audience => (participant.kind === 'supervisor' ? 'agents' : 'public');

function join(state: ConversationState, by: Participant): Decision {
  if (isEnded(state)) return refuse('conversation.ended');
  if (by.kind === 'visitor') return refuse('command.forbidden');
  if (findParticipant(state, by.id) !== undefined) return [];
  return [draft('participant.joined', { participant: by }, presenceAudience(by))];
}

function leave(state: ConversationState, by: Participant): Decision {
  const participant = findParticipant(state, by.id);
  if (participant === undefined) return [];
  if (participant.kind === 'visitor' || state.assignee === by.id) return refuse('command.forbidden');
  return [draft('participant.left', { participant: by.id }, presenceAudience(participant))];
}

function end(state: ConversationState, by: Participant, type: 'conversation.closed' | 'conversation.completed'): Decision {
  if (isEnded(state)) return refuse('conversation.ended');
  const visitor = by.kind === 'visitor';
  if (visitor ? findParticipant(state, by.id) === undefined : state.assignee !== by.id && by.kind !== 'supervisor') return refuse('command.forbidden');
  if (type === 'conversation.completed') return [draft(type, { reason: 'agent' })];
  return [draft(type, { reason: visitor ? 'visitor' : 'agent' })];
}

function abandon(state: ConversationState): Decision {
  return isUnattended(state) ? [draft('conversation.closed', { reason: 'abandoned' })] : [];
}

function reopen(state: ConversationState, by: Participant, { agent, offer }: Of<'conversation.reopen'>, now: number): Decision {
  if (!isEnded(state)) return refuse('conversation.open');
  if (by.kind === 'visitor' ? findParticipant(state, by.id) === undefined : !isStaff(by)) return refuse('command.forbidden');
  if (by.kind === 'visitor' && now - (state.endedAt ?? 0) > REOPEN_WINDOW_MS) return refuse('conversation.reopen-expired');
  // Only the desk names who takes it, with a seat reserved: a visitor's chat queues.
  if (agent !== null && (by.kind === 'visitor' || agent.kind === 'visitor')) return refuse('command.forbidden');
  const { department } = state;
  return [
    draft('conversation.reopened', {}),
    agent === null
      ? draft('conversation.queued', { department, reason: 'reopened' })
      : draft('conversation.assigned', { assignee: agent, reason: 'accepted', offer, department }),
  ];
}

/** Also after the end: it is then that many read what was said. Who said it the log knows. */
function rate(state: ConversationState, by: Participant, { helpful, message }: Of<'message.rate'>): Decision {
  if (by.kind !== 'visitor' || findParticipant(state, by.id) === undefined) return refuse('command.forbidden');
  if (typeof helpful !== 'boolean') return refuse('command.malformed', { field: 'helpful' });
  if (state.answers?.some((answer) => answer.message === message) !== true) return refuse('command.malformed', { field: 'message' });
  return state.ratings?.some((known) => known.message === message && known.helpful === helpful) === true ? [] : [draft('message.rated', { message, helpful })];
}

function giveFeedback(state: ConversationState, by: Participant, { solved }: Of<'feedback.give'>): Decision {
  if (by.kind !== 'visitor' || findParticipant(state, by.id) === undefined) return refuse('command.forbidden');
  if (!isEnded(state)) return refuse('conversation.open');
  if (typeof solved !== 'boolean') return refuse('command.malformed', { field: 'solved' });
  return state.solved === solved ? [] : [draft('feedback.given', { solved })];
}
