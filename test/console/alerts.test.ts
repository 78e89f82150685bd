import { describe, expect, it, test } from 'vitest';
import type { Card } from '#wire/protocol.ts';
import { newsBetween } from '../../clients/console/features/alerts/news.ts';
import type { News } from '../../clients/console/features/alerts/news.ts';
import { phraseOf } from '../../clients/console/features/alerts/phrase.ts';
import { takeTurns } from '../../clients/console/features/alerts/tabs.ts';
import type { Common } from '../../clients/console/features/alerts/tabs.ts';
import { NOTHING_TOLD, PAUSE_MS, tell } from '../../clients/console/features/alerts/telling.ts';
import type { Telling, Told } from '../../clients/console/features/alerts/telling.ts';
import { en } from '../../clients/console/i18n/en.ts';
import { card } from './support/card.ts';

const mine = (more: Partial<Card> = {}): Card => card('chat', { status: 'active', assignee: 'me', ...more });
const theirs = (more: Partial<Card> = {}): Card => card('chat', { status: 'active', assignee: 'other', ...more });
const handed = (to: { readonly agent: string }, more: Partial<Card> = {}): Card => theirs({ status: 'transferring', transfer: { offer: 'o', to, expiresAt: 9 }, ...more });

describe('what is news between two pictures of the desk', () => {
  const kinds = (before: Card | null, after: Card): readonly string[] =>
    newsBetween(new Map(before === null ? [] : [[before.id, before]]), new Map([[after.id, after]]), 'me').map(({ kind }) => kind);

  test.each<readonly [string, Card | null, Card, readonly string[]]>([
    ['a chat begins to wait', null, card('chat'), ['waiting']],
    ['a bot hands a chat to the queue', card('chat', { status: 'active' }), card('chat'), ['waiting']],
    ['its first words come', card('chat'), card('chat', { seq: 2, preview: 'one' }), ['waiting']],
    ['more is said in one that waits', card('chat', { preview: 'one' }), card('chat', { seq: 3, preview: 'two' }), []],
    ['a chat is given to the agent', card('chat'), mine(), ['mine']],
    ['one is handed to them', null, handed({ agent: 'me' }), ['offered']],
    ['the offer stands', handed({ agent: 'me' }), handed({ agent: 'me' }, { seq: 2 }), []],
    ['the visitor says something in a chat of theirs', mine({ unread: 1 }), mine({ unread: 2 }), ['words']],
    ['they answer, or somebody notes something', mine({ unread: 1 }), mine({ unread: 0, seq: 2 }), []],
    ['they hand their own chat to a colleague', mine(), mine({ status: 'transferring', transfer: { offer: 'o', to: { agent: 'other' }, expiresAt: 9 } }), []],
    ['a colleague takes one that waits', card('chat'), theirs(), []],
    ['it ends', mine(), mine({ status: 'completed' }), []],
  ])('%s', (_, before, after, expected) => {
    expect(kinds(before, after)).toEqual(expected);
  });
});

const words = (seq: number, id = 'chat'): News => ({ kind: 'words', card: card(id, { status: 'active', assignee: 'me', seq }) });
const elsewhere = { now: 1_000_000, looking: false, status: 'online' } as const;

describe('when it is told', () => {
  it('sounds and shows what comes while nobody looks', () => {
    expect(tell(NOTHING_TOLD, [words(2)], elsewhere)).toMatchObject({ sound: true, show: [words(2)] });
  });

  it.each([
    ['it comes before their eyes', { ...elsewhere, looking: true }], ['they are away', { ...elsewhere, status: 'away' }], ['they are offline', { ...elsewhere, status: 'offline' }],
  ] as const)('keeps quiet when %s, then and afterwards', (_, moment) => {
    const quiet = tell(NOTHING_TOLD, [words(2)], moment);
    expect(quiet).toMatchObject({ sound: false, show: [] });
    expect(tell(quiet.told, [words(2)], elsewhere)).toMatchObject({ sound: false, show: [] });
  });

  it('tells the same once, whoever hears of it and in whatever order', () => {
    const { told } = tell(NOTHING_TOLD, [words(5)], elsewhere);
    expect(tell(told, [words(4), words(5)], { ...elsewhere, now: elsewhere.now + PAUSE_MS }).show).toEqual([]);
    expect(tell(told, [words(6)], { ...elsewhere, now: elsewhere.now + PAUSE_MS })).toMatchObject({ sound: true, show: [words(6)] });
  });

  it('makes one sound of a flood, and few notifications', () => {
    let told: Told = NOTHING_TOLD;
    const tellings = Array.from({ length: 40 }, (_, index) => {
      const telling = tell(told, [words(index + 1)], { ...elsewhere, now: elsewhere.now + index * 100 });
      told = telling.told;
      return telling;
    });
    expect(tellings.filter(({ sound }) => sound)).toHaveLength(1);
    expect(tellings.flatMap(({ show }) => show)).toHaveLength(3);
    expect(tell(told, [words(41)], { ...elsewhere, now: elsewhere.now + PAUSE_MS }).sound).toBe(true);
  });

  it('a clock that was set back does not silence it', () => {
    const { told } = tell(NOTHING_TOLD, [words(2)], elsewhere);
    expect(tell(told, [words(3)], { ...elsewhere, now: elsewhere.now - 3_600_000 }).sound).toBe(true);
  });

  it('forgets chats that have gone quiet', () => {
    const { told } = tell(NOTHING_TOLD, Array.from({ length: 500 }, (_, index) => words(1, `chat ${index}`)), elsewhere);
    expect(told.upTo).toHaveLength(200);
    expect(told.upTo.at(-1)).toEqual(['chat 499', 1]);
  });
});

describe('several tabs of one agent', () => {
  type Kept = NonNullable<Common['storage']>;
  function storageOf(): Kept {
    const kept = new Map<string, string>();
    return { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value) };
  }
  /** Of a tab each: as in a browser, the others see a moment later what one writes. */
  function storagesOf(tabs: number): readonly Kept[] {
    const all = Array.from({ length: tabs }, storageOf);
    return all.map((own) => ({
      getItem: (key) => own.getItem(key),
      setItem: (key, value) => {
        own.setItem(key, value);
        setTimeout(() => { for (const other of all) other.setItem(key, value); }, 10);
      },
    }));
  }
  /** One after the other, as a browser's. */
  function locksOf(): NonNullable<Common['locks']> {
    let last: Promise<unknown> = Promise.resolve();
    return { request: (_, run) => { const mine = last.then(run); last = mine; return mine; } };
  }
  const hear = (told: Told): Telling => tell(told, [words(2)], elsewhere);
  const sounds = async (tabs: readonly Common[]): Promise<number> => (await Promise.all(tabs.map((common) => takeTurns(common)(hear)))).filter(({ sound }) => sound).length;

  it('make one sound', async () => {
    const locks = locksOf();
    expect(await sounds(storagesOf(3).map((storage) => ({ key: 'told', storage, locks })))).toBe(1);
  });

  it('do so without locks, too, unless they hear of it in the very same moment', async () => {
    const common: Common = { key: 'told', storage: storageOf(), locks: null };
    expect(await sounds([common, common])).toBe(1);
  });

  it('go on where the browser refuses locks and storage, and a tab tells the same only once', async () => {
    const refuse = (): never => { throw new Error('denied'); };
    const inTurn = takeTurns({ key: 'told', storage: { getItem: refuse, setItem: refuse }, locks: { request: () => Promise.reject(new Error('denied')) } });
    expect([(await inTurn(hear)).sound, (await inTurn(hear)).sound]).toEqual([true, false]);
  });

  it.each(['nonsense', 'null', '7', '{"soundAt":"x"}', '{"soundAt":0,"shown":0,"upTo":[1,["chat"]]}'])('survive what others wrote: %s', async (text) => {
    const storage = storageOf();
    storage.setItem('told', text);
    expect((await takeTurns({ key: 'told', storage, locks: null })(hear)).sound).toBe(true);
  });
});

describe('how it is said', () => {
  const said = card('chat', { status: 'active', assignee: 'me', visitor: 'Ada', preview: 'Where is my parcel?', previewFrom: null });

  it('names who, and their words', () => {
    expect(phraseOf({ kind: 'words', card: said }, 'me', en, true)).toEqual({ title: 'Ada', body: 'Where is my parcel?' });
    expect(phraseOf({ kind: 'waiting', card: { ...said, previewBy: 'bot', previewFrom: 'bot-luna', previewName: 'Luna', assignee: null } }, 'me', en, true).title).toBe('Ada is waiting');
  });

  it('says neither where previews are off', () => {
    for (const kind of ['words', 'mine', 'offered', 'waiting'] as const) expect(JSON.stringify(phraseOf({ kind, card: said }, 'me', en, false))).not.toMatch(/Ada|parcel/u);
  });
});
