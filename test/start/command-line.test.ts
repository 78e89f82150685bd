import { expect, it } from 'vitest';
import { USAGE, readCommandLine } from '#src/command-line.ts';
import { StartError } from '#src/start-error.ts';

it.each([
  [[], 'serve', false],
  [['--build'], 'serve', true],
  [['--build', '--print-config'], 'print-config', true],
  [['--check-config'], 'check-config', false],
  [['--reset-admin-password'], 'reset-admin-password', false],
  [['-h'], 'help', false],
  [['--help', '--check-config'], 'help', false],
  [['--version'], 'version', false],
] as const)('reads %j', (args, task, build) => {
  expect(readCommandLine(args)).toEqual({ task, build });
});

it.each([['--bogus'], ['-x'], ['serve'], ['--build=yes']])('refuses %s, and names it', (arg) => {
  const read = (): unknown => readCommandLine(['--build', arg]);
  expect(read).toThrow(StartError);
  expect(read).toThrow(arg.split('=')[0]);
});

it('explains every task', () => {
  for (const task of ['print-config', 'check-config', 'reset-admin-password', 'version', 'help']) expect(USAGE).toContain(`--${task}`);
});
