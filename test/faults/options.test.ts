import { expect, it } from 'vitest';
import { readOptions, replayOf, type Options } from './options.ts';

it('can be replayed by what it prints, planted faults and all', () => {
  for (const args of [['--minutes', '1', '--seed', '3'], ['--plant', 'fence', '--seed', '4'], ['--storm', '--seed', '5'], ['--only', 'none', '--seed', '6']]) {
    const given = readOptions(args) as Options;
    const [, replay] = replayOf(given).split(' -- ');
    expect(readOptions(replay!.split(' '))).toEqual(given);
  }
  expect(replayOf(readOptions(['--plant', 'fence']) as Options)).toContain('--plant fence');
});

it('knows what to do instead of a run', () => {
  expect(readOptions(['--plants'])).toBe('plants');
  expect(readOptions(['--help'])).toBe('help');
  expect(() => readOptions(['--plant', 'weed'])).toThrow('there is no plant named weed');
});
