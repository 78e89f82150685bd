import { Link } from 'wouter';
import { agentOf } from '#domain/participant.ts';
import type { ConversationEvent, EventOf } from '#wire/vocabulary.ts';
import { formatFull, formatTime } from '#ui/format.ts';
import { usePreferences } from '../../app/preferences.tsx';
import type { Texts } from '../../i18n/en.ts';
import classes from './messages.module.css';
import { whyOf } from './undelivered.ts';
import type { Names } from './use-names.ts';

type Told = Exclude<ConversationEvent, EventOf<'message.posted'>>;

/** What happened, in a sentence; null for what a later release may send. */
function sentenceOf(event: Told, { line, message }: Texts, { channelCalled, nameOf, targetName, departmentName, visitor }: Names): string | null {
  const by = nameOf(event.by).name;
  switch (event.type) {
    case 'conversation.started': return agentOf(event.by) === null ? line.started(nameOf(event.visitor.id).name) : line.begun(by, nameOf(event.visitor.id).name);
    case 'conversation.linked': return (event.how === 'to' ? line.linkedTo : line.linkedFrom)(by, channelCalled(event.channel));
    case 'conversation.queued':
      if (event.reason === 'returned') return line.queuedReturned(by, departmentName(event.department));
      if (event.reason === 'handed-over') return line.handedOver(by, departmentName(event.department));
      return event.reason === 'reopened' ? line.queuedAgain(departmentName(event.department)) : line.queued(departmentName(event.department));
    case 'conversation.assigned': return event.assignee.kind === 'bot' ? line.botServes(event.assignee.name) : line[event.reason](nameOf(event.assignee.id).name);
    case 'transfer.offered': return line.offered(by, targetName(event.to));
    case 'transfer.declined': return line[event.reason];
    case 'participant.joined': return (event.participant.kind === 'bot' ? line.botJoined : line.joined)(nameOf(event.participant.id).name);
    case 'participant.left': return line.left(nameOf(event.participant).name);
    case 'conversation.closed':
      if (event.reason === 'agent') return line.closedAgent(by);
      return event.reason === 'visitor' ? line.closedVisitor(by) : line.abandoned(visitor);
    case 'conversation.completed': return event.reason === 'bot' ? line.completedBot(by) : line.completedAgent(by);
    case 'conversation.reopened': return line.reopened(by);
    case 'bots.paused': return line.botsPaused(by);
    case 'bots.resumed': return line.botsResumed(by);
    case 'message.rated': return event.helpful ? line.ratedYes(by) : line.ratedNo(by);
    case 'feedback.given': return event.solved ? line.feedbackYes(by) : line.feedbackNo(by);
    case 'delivery.failed': return line.undelivered(whyOf(event, message.why));
    case 'line.illegible': return line.illegible;
    default: return null;
  }
}

export function SystemLine({ event, names }: { readonly event: Told; readonly names: Names }) {
  const { texts, locale } = usePreferences();
  const sentence = sentenceOf(event, texts, names);
  if (sentence === null) return null;
  return (
    <div className={classes.line} data-failed={event.type === 'delivery.failed' || undefined}>
      <span>{sentence}{event.type === 'conversation.linked' ? <> · <Link className={classes.lineLink} href={`/all/${event.conversation}`}>{texts.line.linkedLook}</Link></> : null}</span>
      <time dateTime={new Date(event.at).toISOString()} title={formatFull(event.at, locale)}>{formatTime(event.at, locale)}</time>
    </div>
  );
}
