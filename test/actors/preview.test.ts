import { beforeEach, describe, expect, it, vi } from 'vitest';
import { TimerWheel } from '#cluster/timer-wheel.ts';
import type { Command } from '#domain/commands.ts';
import type { ConversationEvent } from '#domain/events.ts';
import { agentOf, SYSTEM, type Participant } from '#domain/participant.ts';
import { cardOf } from '#desk/cards.ts';
import { Bookkeeping } from '#rooms/conversation/bookkeeping.ts';
import { ChatLog } from '#rooms/conversation/chat-log.ts';
import { Cursors } from '#rooms/conversation/cursors.ts';
import { recover } from '#rooms/conversation/recovery.ts';
import { Dispatch, alone } from '#plugin/dispatch.ts';
import type { Journal, JournalEntry } from '#store/journal-entry.ts';
import { LineReader } from '#store/line-reader.ts';
import type { Store } from '#store/store.ts';
import { encodeEvent } from '#wire/log-line.ts';
import { ann, bob, bot, visitor } from '../domain/people.ts';
import { assign, events, play, say, start } from '../domain/play.ts';

/** What a plugin says beside the talk. */
const announced = (text: string): readonly [Participant, Command] => [{ id: 'b_news', kind: 'bot', name: 'News' }, { type: 'message.announce', announcement: { plugin: 'news', id: '1', title: 'News' }, body: { text } }];

describe('the preview of a chat', () => {
  let now: number;
  let turn: () => void;
  let written: JournalEntry[];
  let log: ChatLog;
  let bookkeeping: Bookkeeping;

  beforeEach(() => {
    now = 1_700_000_000_000;
    written = [];
    const wheel = new TimerWheel({ now: () => now, setInterval: (callback) => ((turn = callback), () => {}) }, (error) => { throw error; });
    const append = (entry: JournalEntry): boolean => {
      written.push(entry);
      entry.committed({ ticket: null });
      return true;
    };
    const journal = { accepts: true, append } as unknown as Journal;
    const dispatch = new Dispatch(async () => [], 0, [], () => {});
    const committed = (): void => bookkeeping.settleLater(log);
    log = ChatLog.empty(journal, { conversation: 1, epoch: 1, openKey: 'k' }, { committed, lost: () => {} });
    bookkeeping = new Bookkeeping({}, wheel, dispatch, new Cursors());
    submit(visitor, start);
    submit(ann, assign(ann));
  });

  const submit = (by: Participant, command: Command): void => void log.submit({ id: null, by, command }, now, () => {}, bookkeeping);
  const pass = (ms: number): void => {
    for (const end = now + ms; now < end;) {
      now += TimerWheel.tick;
      turn();
    }
  };
  /** The previews that were written, with the state or by themselves. */
  const previews = (): (string | undefined)[] => written.flatMap(({ projection, preview }) => preview?.text ?? projection?.preview ?? []);

  it('is not written for each message, but once when the chat is quiet', () => {
    written = [];
    for (const text of ['one', 'two', 'three']) submit(visitor, say(text));
    expect(previews()).toEqual([]);
    pass(10_000);
    expect(previews()).toEqual(['three']);
  });

  it('rides along every few seconds in a chat that is never quiet', () => {
    written = [];
    for (let i = 0; i < 100; i++) {
      submit(visitor, say(`words ${i}`));
      pass(200);
    }
    expect(written.filter(({ rows }) => rows.length === 0), 'no entries of its own').toEqual([]);
    expect(previews().length).toBeGreaterThanOrEqual(5);
    expect(previews().length).toBeLessThanOrEqual(10);
  });

  it('goes with a change of the state, and not once more', () => {
    pass(10_000);
    written = [];
    submit(visitor, say('before'));
    submit(ann, { type: 'conversation.close' });
    pass(10_000);
    expect(previews()).toEqual(['before']);
  });

  it('names who said it, also once they have left', () => {
    const named = (): string | null | undefined => cardOf('c', log.durable, { preview: log.preview, unread: 0, way: { channel: '', channelIcon: null }, called: null, ticket: null }).previewName;
    submit(ann, say('here you are'));
    expect(named()).toBe(ann.name);
    submit(ann, { type: 'conversation.return' });
    submit(bob, assign(bob));
    expect(named()).toBe(ann.name);
    submit(visitor, say('thank you'));
    expect(named()).toBeNull();
  });

  it('is what the visitor said last, not what a bot answers; an agent’s words and a bot’s first ones are shown', () => {
    submit(ann, { type: 'conversation.return' });
    submit(SYSTEM, assign(bot));
    submit(bot, say('I am a bot'));
    expect(log.preview).toMatchObject({ text: 'I am a bot', by: 'bot' });
    submit(visitor, say('where is my order?'));
    submit(bot, say('a colleague will look'));
    submit(...announced('all of us are busy'));
    expect(log.preview).toMatchObject({ text: 'where is my order?', by: 'visitor' });
    submit(ann, assign(ann, 'takeover'));
    submit(ann, say('it is here'));
    expect(log.preview).toMatchObject({ text: 'it is here', by: 'agent' });
  });

  it('is not written for words that only colleagues see', () => {
    pass(10_000);
    written = [];
    submit(ann, say('between us', 'agents'));
    pass(10_000);
    expect(previews()).toEqual([]);
  });
});

describe('how far observers have got', () => {
  it('is written also where one takes longer than the wait, and nothing is said after it', async () => {
    const done = Promise.withResolvers<void>();
    const written: JournalEntry[] = [];
    let now = 0;
    let turn = (): void => {};
    const wheel = new TimerWheel({ now: () => now, setInterval: (callback) => ((turn = callback), () => {}) }, (error) => { throw error; });
    const pass = (ms: number): void => {
      for (const end = now + ms; now < end;) {
        now += TimerWheel.tick;
        turn();
      }
    };
    const append = (entry: JournalEntry): boolean => {
      written.push(entry);
      entry.committed({ ticket: null });
      return true;
    };
    const dispatch = new Dispatch(async () => [], 0, [alone(() => done.promise)], () => {});
    const bookkeeping: Bookkeeping = new Bookkeeping({}, wheel, dispatch, new Cursors());
    const log: ChatLog = ChatLog.empty({ accepts: true, append } as unknown as Journal, { conversation: 1, epoch: 1, openKey: 'k' }, {
      committed: ({ events: all }) => {
        for (const event of all) dispatch.offer(event);
        if (all.length > 0) bookkeeping.settleLater(log);
      },
      lost: () => {},
    });
    log.submit({ id: null, by: visitor, command: start }, now, () => {}, bookkeeping);
    pass(5_000);
    done.resolve();
    await new Promise((resolve) => setImmediate(resolve));
    pass(5_000);
    expect(written.findLast(({ dispatchedSeq }) => dispatchedSeq !== undefined)?.dispatchedSeq).toBe(log.state.seq);
  });
});

describe('recovery', () => {
  /** Shorter than in the store, so that it does not reach back to the beginning. */
  const TAIL = 3;

  /** A store with this log, whose row shows this preview. */
  function storeOf(log: readonly ConversationEvent[], preview: string, previewBy: string, previewFrom: string | null = null): Store {
    const lines = log.map((event) => ({ ...encodeEvent(event), seq: event.seq, publicSeq: event.publicSeq }));
    return {
      lines: new LineReader(() => {}),
      agents: { find: async (id: string) => (agentOf(ann.id) === id ? { name: ann.name } : undefined) },
      recovery: { of: async () => ({ row: { id: 1, preview, previewBy, previewKind: 'text', previewFrom, dispatchedSeq: log.length }, snapshot: undefined, receipts: [], tail: lines.slice(-TAIL) }) },
      events: {
        range: async (_: number, after: number, limit: number) => lines.filter(({ seq }) => seq > after).slice(0, limit),
        publicBefore: async (_: number, before: number, limit: number) => lines.filter(({ publicSeq }) => publicSeq !== null && publicSeq < before).slice(-limit),
      },
    } as unknown as Store;
  }

  function logOf(...steps: readonly (readonly [Participant, Command])[]): ConversationEvent[] {
    return steps.flatMap((step, i) => events(play(...steps.slice(0, i)), ...step));
  }

  it('takes the preview from the log where the row is older', async () => {
    const log = logOf([visitor, start], [ann, assign(ann)], [visitor, say('old')], [ann, say('new')], [ann, say('between us', 'agents')]);
    const { start: begin } = await recover(storeOf(log, 'old', 'visitor'), 1);
    expect(begin).toMatchObject({ preview: { text: 'new', by: 'agent', from: ann.id }, listed: false });
    expect((await recover(storeOf(log, 'new', 'agent', ann.id), 1)).start.listed).toBe(true);
    // Of the release before, which did not say who.
    expect((await recover(storeOf(log, 'new', 'agent'), 1)).start.listed).toBe(false);
  });

  it('finds the last message behind many events that are none, of an agent who has left', async () => {
    const turns = [ann, bob, ann, bob, ann, bob].flatMap((from) => {
      const to = from === ann ? bob : ann;
      return [[from, { type: 'conversation.return' }], [to, assign(to)]] as const;
    });
    const log = logOf([visitor, start], [ann, assign(ann)], [ann, say('last words')], ...turns, [ann, { type: 'conversation.return' }]);
    expect((await recover(storeOf(log, '', 'system'), 1)).start.preview).toEqual({ text: 'last words', by: 'agent', kind: 'text', from: ann.id, name: ann.name });
  });

  it('finds the visitor’s words behind all that bots have answered, and the bot’s where they stand for an agent’s or nobody’s', async () => {
    const served = [[visitor, start], [SYSTEM, assign(bot)]] as const;
    const answers = Array.from({ length: 14 }, (_, i) => [bot, say(`answer ${i}`)] as const);
    const begin = async (...steps: readonly (readonly [Participant, Command])[]) => (await recover(storeOf(logOf(...served, ...steps), '', 'system'), 1)).start.preview;
    expect(await begin([bot, say('hello')], [visitor, say('where is my order?')], ...answers)).toMatchObject({ text: 'where is my order?', by: 'visitor' });
    expect(await begin(...answers)).toMatchObject({ text: 'answer 13', by: 'bot' });
    expect(await begin([visitor, say('where?')], [ann, assign(ann, 'takeover')], [ann, say('here')], announced('thank you'))).toMatchObject({ text: 'thank you', by: 'system' });
  });

  it('looks only so far back for somebody’s words, and then believes the row', async () => {
    const log = logOf([visitor, start], [SYSTEM, assign(bot)], [visitor, say('where is my order?')], [bot, say('0')]);
    const last = log.at(-1)!;
    const answers = Array.from({ length: 1_000 }, (_, i) => ({ ...last, seq: last.seq + 1 + i, publicSeq: last.publicSeq! + 1 + i }));
    const store = storeOf([...log, ...answers], 'where is my order?', 'visitor');
    const read = vi.spyOn(store.events, 'publicBefore');
    expect((await recover(store, 1)).start).toMatchObject({ preview: { text: 'where is my order?', by: 'visitor' }, listed: true });
    expect(read.mock.calls.length).toBeLessThan(30);
    expect((await recover(storeOf([...log, ...answers], '', 'system'), 1)).start).toMatchObject({ preview: { text: '0', by: 'bot' }, listed: false });
  });

  it('begins with nothing where nobody has spoken', async () => {
    expect((await recover(storeOf(logOf([visitor, start]), '', 'system'), 1)).start).toMatchObject({ preview: { text: '', by: 'system' }, listed: true });
  });
});
