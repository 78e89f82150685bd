import { expect, test } from 'vitest';
import { isUnattended, stateLine } from '../../clients/widget/frame/state-line.ts';
import { wordsIn } from '../../clients/widget/frame/words/words.ts';
import { assigned, bot, pictureOf, queued, started } from './support/picture.ts';

const online = { status: 'online' } as const;
const session = { status: 'open', session: { visitor: 't', self: 'v_1', department: 'Support', staffed: true, waiting: 0, conversation: null } } as const;
const waiting = pictureOf([started(), queued()]);
const served = pictureOf([started(), queued(), assigned()]);

type Now = Parameters<typeof stateLine>[0];
const line = (now: Partial<Now>, locale: Now['locale'] = 'en') =>
  stateLine({ phase: 'open', session, picture: { ...waiting, connection: online, queue: null }, locale, ...now }, wordsIn(locale));

test.each([
  [{ position: 3, waiting: 5, seconds: 110, staffed: true }, 'You are number 3, about 2 minutes', '您排在第 3 位，约 2 分钟'],
  [{ position: 1, waiting: 1, seconds: 20, staffed: true }, 'You are number 1, less than a minute', '您排在第 1 位，不到 1 分钟'],
  [{ position: 2, waiting: 2, seconds: null, staffed: true }, 'You are number 2 in the queue', '您排在第 2 位'],
])('tells the place in the queue: %o', (queue, en, zh) => {
  const picture = { ...waiting, connection: online, queue };
  expect(line({ picture })).toEqual({ mark: 'queued', text: en });
  expect(line({ picture }, 'zh-CN').text).toBe(zh);
});

test('does not invent a place that is not known', () => {
  expect(line({})).toEqual({ mark: 'queued', text: 'Waiting for somebody to join' });
});

test.each([[served, 'Lin is here'], [pictureOf([started(), assigned('routed', bot)]), 'Helper is here']])('names who is there', (picture, text) => {
  expect(line({ picture: { ...picture, connection: online, queue: null } })).toEqual({ mark: 'active', text });
});

test('does not count places where nobody is there to take the chat', () => {
  const queue = { position: 1, waiting: 1, seconds: null, staffed: false };
  expect(line({ picture: { ...waiting, connection: online, queue } })).toEqual({ mark: 'closed', text: 'We are away, your message is kept' });
});

test('nobody is there: as the page found it before the first words, then as the queue says, until somebody takes the chat', () => {
  const nobody = { ...session, session: { ...session.session, staffed: false } };
  const queue = (staffed: boolean) => ({ position: 1, waiting: 1, seconds: null, staffed });
  const away = (now: Partial<Now>) => isUnattended({ phase: 'open', session, picture: { ...waiting, connection: online, queue: null }, ...now });
  const at = (picture: object, staffed: boolean | null) => ({ picture: { ...waiting, ...picture, connection: online, queue: staffed === null ? null : queue(staffed) } });
  expect([away({ phase: 'fresh' }), away({ phase: 'fresh', session: nobody })]).toEqual([false, true]);
  expect([away(at({}, false)), away({ session: nobody, ...at({}, true) }), away({ session: nobody })]).toEqual([true, false, true]);
  expect([away(at(served, false)), away({ phase: 'ended', session: nobody }), away({ phase: 'loading', session: nobody }), away({ session: { status: 'unreachable' } })]).toEqual([false, false, false, false]);
});

test('a broken line comes before everything about the chat', () => {
  for (const connection of [{ status: 'waiting', retryAt: 0 }, { status: 'connecting' }] as const) {
    expect(line({ picture: { ...served, connection, queue: null } }).text).toBe('Reconnecting…');
  }
});

test('the first attempt is not called a broken line', () => {
  const picture = { ...served, state: null, events: [], connection: { status: 'connecting' } as const, queue: null };
  expect(line({ phase: 'loading', picture }).text).toBe('Connecting…');
});

test('a line that will not come back says why', () => {
  expect(line({ picture: { ...served, connection: { status: 'stopped', code: 'channel.unknown' }, queue: null } })).toMatchObject({ mark: 'danger', text: expect.stringContaining('not set up') });
});

test.each([
  [true, 0, 'We are here for you'],
  [true, 1, 'We are here, 1 person is waiting'],
  [true, 4, 'We are here, 4 people are waiting'],
  [false, 4, 'We are away, but we read every message'],
])('before a chat: staffed %s, %i waiting', (staffed, count, text) => {
  expect(line({ phase: 'fresh', session: { ...session, session: { ...session.session, staffed, waiting: count } } }).text).toBe(text);
});

test('says that the server cannot be reached, or why it refused', () => {
  expect(line({ phase: 'fresh', session: { status: 'unreachable' } }).text).toBe('No connection, trying again');
  expect(line({ phase: 'fresh', session: { status: 'refused', code: 'channel.unknown' } }, 'zh-CN').mark).toBe('danger');
});
