import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { USAGE, readOptions } from '../../bench/options.ts';
import { UsageError } from '../../bench/usage.ts';

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

// `chat` stands for all whose options are the same.
it.each(['chat', 'journal', 'bots', 'wechat', 'nlu'])('%s shows its usage, and names what it does not understand on the last line', (scenario) => {
  const { status, stderr } = bench(scenario, '--unknown');
  const lines = stderr.trimEnd().split('\n');
  expect([status, lines.at(-1)]).toEqual([2, "Unknown option '--unknown'"]);
  expect(stderr).toContain(`npm run bench -- ${scenario}`);
  expect(stderr).not.toContain('    at ');
});

it.each([
  [['chatt'], 'There is no bench named chatt'],
  [['bots', '--rooms'], "Option '--rooms <value>' argument missing"],
  [['wechat', '--rate', 'fast'], '--rate: a number from 1 on'],
  [['journal', '--batch', '0'], '--batch: a number from 1 on'],
])('says at the end of its usage what is wrong with %j', (args, words) => {
  const { status, stderr } = bench(...args);
  expect([status, stderr.trimEnd().split('\n').at(-1)]).toEqual([2, words]);
});

it.each(['journal', 'bots', 'wechat', 'nlu'])('%s explains itself', (scenario) => {
  const { status, stdout } = bench(scenario, '--help');
  expect(status).toBe(0);
  expect(stdout).not.toBe(`${USAGE}\n`);
  expect(stdout).toContain(`npm run bench -- ${scenario}`);
});
