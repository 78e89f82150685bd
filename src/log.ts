import { pino } from 'pino';
import type { Logger } from 'pino';

const COLOUR: Readonly<Record<number, string>> = { 20: '\u001b[90m', 30: '\u001b[36m', 40: '\u001b[33m', 50: '\u001b[31m', 60: '\u001b[31m' };
const NAME: Readonly<Record<number, string>> = { 10: 'trace', 20: 'debug', 30: 'info', 40: 'warn', 50: 'error', 60: 'fatal' };
const HIDDEN: ReadonlySet<string> = new Set(['level', 'time', 'msg', 'node', 'err']);

/** One line an event: JSON for machines, aligned text in a terminal. */
export function createLog(level: string, node: string): Logger {
  const options = { level, base: { node } };
  return process.stdout.isTTY ? pino(options, { write: (line: string) => void process.stdout.write(pretty(line)) }) : pino(options);
}

function pretty(line: string): string {
  const { level = 30, time = 0, msg = '', err, ...rest } = JSON.parse(line) as { level?: number; time?: number; msg?: string; err?: { message?: string; stack?: string } };
  const fields = Object.entries(rest).filter(([name]) => !HIDDEN.has(name)).map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
  const head = `${clock(time)} ${COLOUR[level] ?? ''}${(NAME[level] ?? 'log').padEnd(5)}\u001b[0m ${msg}`;
  return `${[head, ...fields, ...(err === undefined ? [] : [err.stack ?? err.message ?? ''])].join(' ')}\n`;
}

/** Local, as on the wall of whoever reads it; machines get `time` in ms. */
const clock = (time: number): string => [new Date(time).getHours(), new Date(time).getMinutes(), new Date(time).getSeconds()].map((part) => String(part).padStart(2, '0')).join(':');
