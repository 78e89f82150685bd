import { expect, it } from 'vitest';
import { Load } from '#src/load.ts';
import { wordsIn } from '#rooms/words.ts';
import { encodeUp } from '#wire/codec.ts';
import { Frame } from '#wire/protocol.ts';
import { say } from './support/people.ts';

/** A load whose loop takes turns of these lengths, ms, in each of which `offered` words come; says how many it takes of them. */
function loadOf(began: () => void = () => {}, ended: (refused: number) => void = () => {}) {
  let at = 0;
  const load = new Load({ waitMs: () => 0, began, ended });
  const turn = (ms: number, offered: number): number => {
    load.look((at += ms));
    let taken = 0;
    for (let i = 0; i < offered; i++) if (load.take()) taken += 1;
    return taken;
  };
  return { load, turns: (turns: readonly number[], offered: number) => turns.map((ms) => turn(ms, offered)) };
}

const times = (count: number, ms: number): number[] => Array.from({ length: count }, () => ms);

it('takes everything while turns are short', () => {
  expect(loadOf().turns(times(50, 60), 5_000)).toEqual(times(50, 5_000));
});

it('takes what a single pause has held up, though that takes some turns', () => {
  const { turns } = loadOf();
  turns(times(20, 50), 500);
  expect(turns([2_000, 1_200, 700, 400, 200, 110, ...times(20, 10)], 30_000)).toEqual(times(26, 30_000));
});

it('takes fewer words a turn while turns are too long, but some always, and more again when they are short', () => {
  const { load, turns } = loadOf();
  turns(times(20, 50), 500);
  expect(turns([110, 300, 301], 10_000)[0]).toBe(10_000);
  const long = turns(times(30, 300), 10_000);
  expect(long.slice(1).every((taken, i) => taken < long[i]! || taken === 25)).toBe(true);
  expect(long.at(-1)).toBe(25);
  expect(load.refusal()).toMatchObject({ code: 'busy', meta: { retryAfter: expect.any(Number) } });
  const [first = 0, ...later] = turns(times(30, 30), 10_000);
  expect(later.at(-1)).toBeGreaterThan(first * 5);
});

it('has room for everything soon after the load has gone', () => {
  const { turns } = loadOf();
  turns([...times(20, 50), ...times(20, 300)], 10_000);
  turns(times(32, 10), 2);
  expect(turns([10], 10_000)).toEqual([10_000]);
});

it('says once that it refuses, and once how often it did', () => {
  const said: string[] = [];
  const { load, turns } = loadOf(() => said.push('began'), (refused) => said.push(`ended after ${refused}`));
  turns([50, 200, 200, ...times(40, 10)], 1);
  expect(said).toEqual([]);
  turns(times(3, 200), 1);
  for (let i = 0; i < 3; i++) load.refusal();
  turns(times(40, 10), 1);
  expect(said).toEqual(['began', 'ended after 3']);
});

const c = '01JABCDEFGHJKMNPQRSTVWXYZ0';
const id = 'stream-of-a-device:12';
const up = (payload: Parameters<typeof encodeUp<typeof Frame.command>>[1]): Buffer => Buffer.from(encodeUp(Frame.command, payload));

it('reads who is to be told from the head of words, as our clients write it, and of nothing else', () => {
  expect(wordsIn(up({ id, p: 11, cmd: say('x'.repeat(4_000)) }))).toEqual({ id });
  expect(wordsIn(up({ c, id, p: 0, cmd: say('会客厅') }))).toEqual({ c, id });
  expect(wordsIn(up({ id, p: 11, cmd: { type: 'conversation.close' } }))).toBeNull();
  expect(wordsIn(up({ c, id, p: 11, cmd: { type: 'transfer.decline', offer: '"cmd":{"type":"message.post"' } }))).toBeNull();
  expect(wordsIn(Buffer.from(encodeUp(Frame.typing, { on: true, text: '"cmd":{"type":"message.post"' })))).toBeNull();
  expect(wordsIn(Buffer.from([17, 1]))).toBeNull();
});
