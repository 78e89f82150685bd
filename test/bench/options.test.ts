import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { USAGE, UsageError, readOptions } from '../../bench/options.ts';

it.each([
  [[], 'Say what to measure: chat, cluster, idle, join, overload, journal, bots, wechat or nlu'],
  [['chatt'], 'There is no bench named chatt'],
  [['chat', 'idle'], 'One bench at a time: what is idle?'],
  [['chat', '--rooms', '0'], '--rooms: a number from 1 on'],
  [['cluster', '--redis', 'redis://127.0.0.1'], 'cluster: --store'],
  [['chat', '--nope'], "Unknown option '--nope'"],
])('says what is wrong with %j', (args, words) => {
  expect(() => readOptions(args)).toThrow(UsageError);
  expect(() => readOptions(args)).toThrow(words);
});

const bench = (...args: string[]) => spawnSync(process.execPath, [resolve(import.meta.dirname, '../../bench/main.ts'), ...args], { encoding: 'utf8' });

it('explains itself when it is asked nothing', () => {
  expect(bench()).toMatchObject({ status: 0, stdout: `${USAGE}\n`, stderr: '' });
});

it('names a mistake on the last line', () => {
  const { status, stderr } = bench('chatt');
  expect([status, stderr.trimEnd().split('\n').at(-1)]).toEqual([1, 'There is no bench named chatt']);
});
