import { beforeEach, describe, expect, it } from 'vitest';
import { ChatLog } from '#rooms/conversation/chat-log.ts';
import type { Journal, JournalEntry, JournalFailure } from '#store/journal-entry.ts';
import { visitor } from '../domain/people.ts';
import { say, start } from '../domain/play.ts';

const failures: readonly JournalFailure[] = ['fenced', 'unknown', 'store-failed'];

describe.each(failures)('bookkeeping that the journal answers with %s', (failure) => {
  let entries: JournalEntry[];
  let lost: JournalFailure[];
  let log: ChatLog;

  beforeEach(() => {
    entries = [];
    lost = [];
    const journal = { accepts: true, append: (entry: JournalEntry) => (entries.push(entry), true) } as unknown as Journal;
    log = ChatLog.empty(journal, { conversation: 1, epoch: 1, openKey: 'k' }, { committed: () => {}, lost: (reason) => lost.push(reason) });
    log.submit({ id: null, by: visitor, command: start }, 1, () => {});
    entries.shift()!.committed({ ticket: null });
  });

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
