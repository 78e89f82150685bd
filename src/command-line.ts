import { parseArgs } from 'node:util';
import { StartError } from './start-error.ts';

export const USAGE = `npm start                              start the server
npm start -- --check-config            say what is wrong with the configuration, and start nothing
npm start -- --print-config            list every environment variable with its value and meaning
npm start -- --reset-admin-password    give the first administrator a new one-time password, and start nothing
npm start -- --version
npm start -- --help

The configuration comes from environment variables only, such as PORT=8080 npm start
`;

const TASKS = ['help', 'version', 'print-config', 'check-config', 'reset-admin-password'] as const;

export interface CommandLine {
  readonly task: (typeof TASKS)[number] | 'serve';
  /** Build the browser clients first where they are out of date. */
  readonly build: boolean;
}

/** Throws a StartError that names what is not understood. */
export function readCommandLine(args: readonly string[]): CommandLine {
  const flag = { type: 'boolean' } as const;
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { help: { ...flag, short: 'h' }, version: { ...flag, short: 'v' }, 'print-config': flag, 'check-config': flag, 'reset-admin-password': flag, build: flag },
    });
    return { task: TASKS.find((task) => values[task] === true) ?? 'serve', build: values.build === true };
  } catch (error) {
    const unknown = error instanceof Error ? (/'[^']+'/.exec(error.message)?.[0] ?? error.message) : String(error);
    throw new StartError(`${unknown} is not understood: npm start -- --help says what is`);
  }
}
