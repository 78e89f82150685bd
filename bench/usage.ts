import { parseArgs } from 'node:util';
import type { ParseArgsConfig } from 'node:util';

/** What a command line asks for is not understood, or cannot be: said below the usage. */
export class UsageError extends Error {}

/** Exit code of a command line that is not understood: 1 says that something was measured and is too slow. */
const NOT_UNDERSTOOD = 2;

/** An option with a value, for {@link parsed}. */
export const option = (fallback: string): { readonly type: 'string'; readonly default: string } => ({ type: 'string', default: fallback });

/** As `parseArgs`; throws a {@link UsageError} of one sentence. */
export function parsed<T extends ParseArgsConfig>(config: T): ReturnType<typeof parseArgs<T>> {
  try {
    return parseArgs(config);
  } catch (error) {
    // What follows Node's first sentence is advice about names that begin with a dash.
    throw new UsageError((error instanceof Error ? error.message : String(error)).replace(/\.\s.*/s, ''));
  }
}

/** The value of an option. Throws a {@link UsageError} where it is no number, or below `least`. */
export function numberOf(name: string, text: string, least: number): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= least)) throw new UsageError(`--${name}: a number from ${least} on`);
  return value;
}

/** What the command line asks for. Ends the process where that is help, or is not understood. */
export function asked<T>(usage: string, read: (args: string[]) => T, args: readonly string[] = process.argv.slice(2)): T {
  if (args.includes('--help')) {
    console.log(usage);
    process.exit(0);
  }
  try {
    return read([...args]);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    // The reason last: the usage is longer than some terminals.
    console.error(`${usage}\n\n${error.message}`);
    process.exit(NOT_UNDERSTOOD);
  }
}
