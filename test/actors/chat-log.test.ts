import { beforeEach, describe, expect, it } from 'vitest';
import { ChatLog } from '#rooms/conversation/chat-log.ts';
import type { Journal, JournalEntry, JournalFailure } from '#store/journal-entry.ts';
import { visitor } from '../domain/people.ts';
import { say, start } from '../domain/play.ts';

/** A chat that has begun, and what its journal has not answered yet. */
function begin() {
  const entries: JournalEntry[] = [];
  const lost: JournalFailure[] = [];
  const shown: number[] = [];
  const journal = { accepts: true, append: (entry: JournalEntry) => (entries.push(entry), true) } as unknown as Journal;
  const log = ChatLog.empty(journal, { conversation: 1, epoch: 1, openKey: 'k' }, { committed: ({ events }) => shown.push(...events.map(({ seq }) => seq)), lost: (reason) => lost.push(reason) });
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
