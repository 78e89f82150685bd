import { beforeEach, describe, expect, it } from 'vitest';
import { describeError } from '#domain/errors.ts';
import type { ConversationEvent } from '#domain/events.ts';
import { ChatLog } from '#rooms/conversation/chat-log.ts';
import { SNAPSHOT_VERSION } from '#rooms/conversation/chat-log.ts';
import { recover } from '#rooms/conversation/recovery.ts';
import { DepartmentRoom } from '#rooms/department.ts';
import type { RoomServices } from '#rooms/services.ts';
import type { Journal, JournalEntry } from '#store/journal-entry.ts';
import { LineReader } from '#store/line-reader.ts';
import type { Store } from '#store/store.ts';
import { decodeEvent, encodeEvent } from '#wire/log-line.ts';
import { ann, visitor } from '../domain/people.ts';
import { assign, events, play, say, start } from '../domain/play.ts';

describe('a method that only a later release knows', () => {
  let errors: unknown[];
  let room: DepartmentRoom;

  beforeEach(() => {
    errors = [];
    const services = { onError: (error: unknown) => errors.push(error) } as unknown as RoomServices;
    const Room = class extends (DepartmentRoom as unknown as new () => DepartmentRoom) {
      override get services(): RoomServices {
        return services;
      }
    };
    room = new Room();
    room.identity = { kind: 'department', id: 'support' };
  });

  it('is refused so that it is asked again, and told of once', () => {
    for (let i = 0; i < 3; i++) {
      const refusal = room.receive('merge', {}, () => {});
      expect(refusal).toEqual({ code: 'unavailable' });
    }
    expect(describeError('unavailable').retryable).toBe(true);
    room.receive('split', {}, () => {});
    expect(errors).toEqual([expect.objectContaining({ message: expect.stringContaining('department.merge') }), expect.objectContaining({ message: expect.stringContaining('department.split') })]);
  });
});

describe('a log with an event of a type that only a later release knows', () => {
  const steps = [[visitor, start], [ann, assign(ann)], [visitor, say('before')]] as const;
  const known = steps.flatMap((step, i) => events(play(...steps.slice(0, i)), ...step));
  const last = known.at(-1)!;
  const pinned = { type: 'message.pinned', seq: last.seq + 1, publicSeq: (last.publicSeq ?? 0) + 1, at: last.at + 1, by: ann.id, note: 'later' } as unknown as ConversationEvent;
  const log = [...known, pinned];

  /** As the later release left it: its snapshot, of a version of its own, is no use to this one. */
  function storeOf(snapshotVersion: number): Store {
    const lines = log.map((event) => ({ ...encodeEvent(event), seq: event.seq, publicSeq: event.publicSeq }));
    const row = { id: 1, preview: '', previewBy: 'system', previewKind: 'text', previewFrom: null, dispatchedSeq: 0 };
    const snapshot = { seq: pinned.seq, version: snapshotVersion, state: '{"of":"a later release"}' };
    return { lines: new LineReader(() => {}), recovery: { of: async () => ({ row, snapshot, receipts: [], tail: lines }) }, events: {} } as unknown as Store;
  }

  it('is read, shown and gone on with', async () => {
    const { start: begin, undispatched, tail, unread } = await recover(storeOf(SNAPSHOT_VERSION + 1), 1);
    expect(begin).toMatchObject({ state: { status: 'active', seq: pinned.seq, publicSeq: pinned.publicSeq }, preview: { text: 'before', by: 'visitor' }, snapshotSeq: 0 });
    expect(undispatched.at(-1)).toEqual(pinned);
    expect(unread.at(-1)).toEqual(pinned);
    // Clients get it as it is: those of its own release know it.
    expect(decodeEvent(tail.at(-1)!)).toEqual(pinned);
    const entries: JournalEntry[] = [];
    const journal = { accepts: true, append: (entry: JournalEntry) => (entries.push(entry), true) } as unknown as Journal;
    const chat = new ChatLog(journal, { conversation: 1, epoch: 2, openKey: 'k' }, begin, { committed: () => {}, lost: () => {} });
    const answers: unknown[] = [];
    chat.submit({ id: null, by: ann, command: say('after') }, last.at + 2, (answer) => answers.push(answer));
    entries[0]!.committed({ ticket: null });
    expect(answers).toEqual([{ seq: pinned.seq + 1, publicSeq: (pinned.publicSeq ?? 0) + 1 }]);
  });
});
