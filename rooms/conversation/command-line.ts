import type { BotWords, CommandOf, Submission } from '#domain/commands.ts';
import { decide } from '#domain/decide.ts';
import { isRefusal, refuse } from '#domain/errors.ts';
import type { Refusal } from '#domain/errors.ts';
import { isFileKind } from '#domain/file.ts';
import type { FileKind, FileRef } from '#domain/file.ts';
import type { Files } from '#desk/files/files.ts';
import type { Hooks } from '#plugin/hooks.ts';
import type { EventRepository } from '#store/events.repository.ts';
import type { JournalFailure } from '#store/journal-entry.ts';
import { StoreError } from '#store/store-error.ts';
import { mayChange } from './answers.ts';
import type { Answer } from './answers.ts';
import type { Bookkeeping } from './bookkeeping.ts';
import type { ChatLog, Given } from './chat-log.ts';
import { StreamGate } from './stream-gate.ts';
import type { Positions } from './stream-gate.ts';

interface Parts {
  readonly conversation: string;
  readonly actorId: number;
  readonly log: ChatLog;
  readonly bookkeeping: Bookkeeping;
  readonly hooks: Hooks;
  readonly events: EventRepository;
  readonly files: Pick<Files, 'attach' | 'check'>;
  readonly now: () => number;
}

/** The line that a command walks: stream gate, its file, plugin filters, decision, journal. Its answer comes after the commit. */
export class CommandLine {
  readonly #parts: Parts;
  readonly #gate = new StreamGate();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Runs in the mailbox: a promise only where something must be waited for, and then all later commands wait too. */
  take(submission: Submission, previous: number, answer: Answer, given?: Given): void | Promise<void> {
    const { id, by } = submission;
    if (id !== null) {
      const { log } = this.#parts;
      const passage = this.#gate.pass(id, previous, by.id, log.state);
      if (passage.kind === 'refused') return log.afterwards(answer, passage.refusal);
      if (passage.kind === 'duplicate') return passage.answer === undefined ? this.#answerFromLog(id, answer) : log.afterwards(answer, passage.answer);
      if (passage.kind === 'unknown') return this.#takeUnlessLogged(submission, id, previous, answer);
    }
    return this.#proceed(submission, answer, given);
  }

  trim(): void {
    this.#gate.trim();
  }

  /** The only way to a decision: no message goes round the filters. */
  #proceed(submission: Submission, answer: Answer, given?: Given): void | Promise<void> {
    const { command } = submission;
    if (command.type === 'message.post' && isFileKind(command.kind)) return this.#identify(submission, { ...command, kind: command.kind }, answer);
    return this.#judge(submission, answer, given);
  }

  /** Only who uploaded a file may post it: its row says so, and what else is true of it. */
  async #identify(submission: Submission, command: CommandOf<'message.post'> & { readonly kind: FileKind }, answer: Answer): Promise<void> {
    const { conversation, files } = this.#parts;
    const checked = await files.check(command.kind, command.body, submission.by.id, conversation).catch(unavailable);
    if ('code' in checked) return this.#turnDown(submission, checked, answer);
    return this.#judge({ ...submission, command: { ...command, ...checked } }, answer);
  }

  /** Once a chat has a file no other one can: only what it takes, or what is sent again may be said elsewhere no more. */
  async #attach(submission: Submission, file: FileRef, answer: Answer): Promise<void> {
    const { conversation, files, log, now } = this.#parts;
    const refused = isRefusal(decide(log.state, submission, now())) ? null : await files.attach(file, submission.by.id, conversation).catch(unavailable);
    if (refused !== null) return this.#turnDown(submission, refused, answer);
    this.#submit(submission, answer);
  }

  /** Nothing of it is in the log, which could tell a resend. */
  #turnDown({ id }: Submission, refusal: Refusal, answer: Answer): void {
    if (id !== null && !mayChange(refusal)) this.#gate.consume(id);
    answer(refusal);
  }

  #judge(submission: Submission, answer: Answer, given?: Given): void | Promise<void> {
    const { command } = submission;
    if (command.type === 'message.post' && this.#parts.hooks.hasFilters) return this.#filter(submission, command, answer);
    if (command.type === 'message.announce' && this.#parts.hooks.hasFilters) return this.#filterAnnounced(submission, command, answer);
    if (command.type === 'bot.answer' && this.#parts.hooks.hasFilters && command.says.length > 0) return this.#filterAll(submission, command, answer);
    return this.#decide(submission, answer, given);
  }

  #decide(submission: Submission, answer: Answer, given?: Given): void | Promise<void> {
    const { command } = submission;
    if (command.type === 'message.post' && command.body.file !== undefined) return this.#attach(submission, command.body.file, answer);
    this.#submit(submission, answer, given);
  }

  #submit(submission: Submission, answer: Answer, given?: Given): void {
    const { id } = submission;
    const { bookkeeping, log, now } = this.#parts;
    // What had effect is in the log, which answers resends; what had none is known here only.
    if (!log.submit(submission, now(), answer, bookkeeping, given) && id !== null) this.#gate.consume(id);
  }

  async #filter(submission: Submission, { kind, body, audience }: CommandOf<'message.post'>, answer: Answer): Promise<void> {
    const { conversation, hooks } = this.#parts;
    const posted = await hooks.posting({ conversation, by: submission.by, kind, body, audience });
    if ('code' in posted) return this.#turnDown(submission, posted, answer);
    return this.#decide({ ...submission, command: { type: 'message.post', kind: posted.kind, body: posted.body, audience: posted.audience } }, answer);
  }

  /** What a filter kept among agents was not said. */
  async #filterAnnounced(submission: Submission, command: CommandOf<'message.announce'>, answer: Answer): Promise<void> {
    const { conversation, hooks } = this.#parts;
    const posted = await hooks.posting({ conversation, by: submission.by, kind: 'text', body: command.body, audience: 'public' });
    if ('code' in posted) return this.#turnDown(submission, posted, answer);
    if (posted.audience !== 'public') return this.#turnDown(submission, refuse('message.refused'), answer);
    this.#submit({ ...submission, command: { ...command, body: posted.body } }, answer);
  }

  /** Of what a bot says at once, what is refused is left out. */
  async #filterAll(submission: Submission, command: CommandOf<'bot.answer'>, answer: Answer): Promise<void> {
    const { conversation, hooks } = this.#parts;
    const says: BotWords[] = [];
    for (const { audience, body, kind } of command.says) {
      const posted = await hooks.posting({ conversation, by: submission.by, kind, body, audience });
      if ('code' in posted) continue;
      // What a filter kept among agents has no buttons.
      const choosable = posted.kind !== 'quick-replies' || posted.audience === 'public';
      says.push({ kind: choosable ? posted.kind : 'text', body: choosable ? posted.body : { text: posted.body.text }, audience: posted.audience });
    }
    this.#submit({ ...submission, command: { ...command, says } }, answer);
  }

  /** A resend whose first try may still be on its way to the disk. */
  async #answerFromLog(id: string, answer: Answer): Promise<void> {
    answer((await this.#logged(id)) ?? refuse('command.superseded'));
  }

  async #takeUnlessLogged(submission: Submission, id: string, previous: number, answer: Answer): Promise<void> {
    const found = await this.#logged(id);
    if (found !== null) return answer(found);
    // A stream that memory does not know has no position to compare with: its last command must be there itself.
    const before = previous === 0 ? null : await this.#logged(`${id.slice(0, id.lastIndexOf(':'))}:${previous}`);
    if (previous > 0 && before === null) answer(refuse('stream.gap', { last: 0 }));
    else if (before !== null && isRefusal(before)) answer(before);
    else await this.#proceed(submission, answer);
  }

  /** Where the log has a command, after everything that is on its way to it; null when it has not. */
  async #logged(id: string): Promise<Positions | Refusal | null> {
    const { actorId, events, log } = this.#parts;
    const failure = await new Promise<JournalFailure | 'busy' | null>((resolve) => {
      if (!log.note({}, resolve)) resolve('busy');
    });
    if (failure !== null) return refuse(failure === 'busy' ? 'busy' : 'actor.moved');
    const event = await events.byClientId(actorId, id);
    return event === undefined ? null : { seq: event.seq, publicSeq: event.publicSeq };
  }
}

/** For who asked the store: the chat goes on, and who sent it sends it again. */
function unavailable(error: unknown): Refusal {
  if (error instanceof StoreError) return refuse('unavailable');
  throw error;
}
