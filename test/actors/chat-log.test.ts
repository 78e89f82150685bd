import { beforeEach, describe, expect, it } from 'vitest';
import { ChatLog, NO_PREVIEW } from '#rooms/conversation/chat-log.ts';
import type { Command } from '#domain/commands.ts';
import type { Participant } from '#domain/participant.ts';
import type { Journal, JournalEntry, JournalFailure } from '#store/journal-entry.ts';
import { ann, visitor } from '../domain/people.ts';
import { assign, begin as beginAs, play, say, start } from '../domain/play.ts';

const owner = { conversation: 1, epoch: 1, openKey: 'k' };
const quiet = { committed: () => {}, lost: () => {} };
const journalTo = (entries: JournalEntry[]): Journal => ({ accepts: true, append: (entry: JournalEntry) => (entries.push(entry), true) }) as unknown as Journal;

/** A chat that has begun, and what its journal has not answered yet. */
function begin() {
  const entries: JournalEntry[] = [];
  const lost: JournalFailure[] = [];
  const shown: number[] = [];
  const log = ChatLog.empty(journalTo(entries), owner, { committed: ({ events }) => shown.push(...events.map(({ seq }) => seq)), lost: (reason) => lost.push(reason) });
  log.submit({ id: null, by: visitor, command: start }, 1, () => {});
  entries.shift()!.committed({ ticket: null });
  return { entries, log, lost, shown };
}

it('answers what was on its way to the disk when its actor gave up, and shows it to nobody', () => {
  const { entries, log, shown } = begin();
  const answers: unknown[] = [];
  const before = [...shown];
  log.submit({ id: null, by: visitor, command: say('on its way') }, 1, (answer) => answers.push(answer));
  log.leave();
  entries[0]!.committed({ ticket: null });
  expect([answers, shown]).toEqual([[{ seq: 3, publicSeq: 3 }], before]);
});

describe('the place of a chat in the queues', () => {
  /** For each command, whether its entry asks for a place. */
  const asks = (log: ChatLog, entries: readonly JournalEntry[], steps: readonly (readonly [Participant, Command])[]) =>
    steps.map(([by, command], index) => (log.submit({ id: null, by, command }, 1, () => {}), entries[index]?.issueTicket === true));

  it('is given when it starts, and anew when it is reopened to wait', () => {
    const { entries, log } = begin();
    const steps = [[ann, assign(ann)], [ann, { type: 'conversation.return' }], [visitor, { type: 'conversation.close' }], [visitor, { type: 'conversation.reopen', agent: null, offer: null }]] as const;
    expect(asks(log, entries, steps)).toEqual([false, false, false, true]);
  });

  it('is given to one that an agent began when it first waits', () => {
    const entries: JournalEntry[] = [];
    const log = ChatLog.empty(journalTo(entries), owner, quiet);
    const steps = [
      [ann, beginAs(ann)], [ann, say('hello')], [ann, { type: 'transfer.offer', to: { department: 'sales' }, offer: 'o', lasts: 1_000 }],
      [ann, { type: 'transfer.cancel' }], [ann, { type: 'conversation.return' }],
    ] as const;
    expect(asks(log, entries, steps)).toEqual([false, false, true, false, false]);
  });

  it('is given with its next words to one that waits without', () => {
    const entries: JournalEntry[] = [];
    const state = play([ann, beginAs(ann)], [ann, { type: 'conversation.return' }]);
    const log = new ChatLog(journalTo(entries), owner, { state, preview: NO_PREVIEW, listed: true, snapshotSeq: 0, placed: false }, quiet);
    expect(asks(log, entries, [[visitor, say('Is anybody there?')], [visitor, say('Hello?')]])).toEqual([true, false]);
  });
});

describe('a command without effect', () => {
  const close = { type: 'conversation.close' } as const;
  const refusal = { code: 'conversation.ended' };

  function decided() {
    const answers: unknown[] = [];
    const chat = begin();
    const note = (answer: unknown): unknown => answers.push(answer);
    chat.log.submit({ id: null, by: visitor, command: close }, 1, note);
    const effect = chat.log.submit({ id: null, by: visitor, command: say('too late') }, 1, note);
    chat.log.afterwards(note, { seq: null, publicSeq: null });
    return { ...chat, answers, effect };
  }

  it('is answered after what it was decided on, and not before', () => {
    const { answers, effect, entries } = decided();
    expect(effect).toBe(false);
    expect(answers).toEqual([]);
    entries[0]!.committed({ ticket: null });
    expect(answers).toEqual([{ seq: 3, publicSeq: 3 }, refusal, { seq: null, publicSeq: null }]);
  });

  it('is to be tried again where that was lost', () => {
    const { answers, entries, log } = decided();
    entries[0]!.failed('fenced');
    log.submit({ id: null, by: visitor, command: say('later') }, 1, (answer) => answers.push(answer));
    expect(answers).toEqual(Array.from({ length: 4 }, () => ({ code: 'actor.moved' })));
  });

  it('is answered at once where all is on disk', () => {
    const { log } = begin();
    const answers: unknown[] = [];
    log.afterwards((answer) => answers.push(answer), { seq: null, publicSeq: null });
    expect(answers).toHaveLength(1);
  });
});

const failures: readonly JournalFailure[] = ['fenced', 'unknown', 'store-failed'];

describe.each(failures)('bookkeeping that the journal answers with %s', (failure) => {
  let entries: JournalEntry[];
  let lost: JournalFailure[];
  let log: ChatLog;

  beforeEach(() => ({ entries, log, lost } = begin()));

  it('ends the activation, and tells whoever asked for it afterwards', () => {
    const done: unknown[] = [];
    log.note({ receipts: [] }, (reason) => done.push(reason, [...lost]));
    entries[0]!.failed(failure);
    expect(lost).toEqual([failure]);
    expect(done).toEqual([failure, [failure]]);
  });

  it('answers what was decided since, once, though its own entries fail as well', () => {
    const answers: unknown[] = [];
    log.note({ receipts: [] });
    log.submit({ id: null, by: visitor, command: say('words') }, 1, (answer) => answers.push(answer));
    for (const entry of entries) entry.failed(failure);
    expect(answers).toEqual([{ code: failure === 'store-failed' ? 'unavailable' : 'actor.moved' }]);
  });
});
