import { inPieces } from './answers.ts';
import type { BotCall, Piece } from './answers.ts';

export interface Scripts {
  readonly topics: readonly { readonly name: string; readonly enabled: boolean; readonly problems: number }[];
}

/** Of functions, by name. */
export type Variables = Readonly<Record<string, string>>;

/** Lines and columns count from 1, columns in UTF-16 units. */
export interface ScriptProblem {
  readonly code: string;
  readonly line: number;
  readonly column: number;
  readonly severity: 'error' | 'warning';
}

export interface Checked {
  readonly problems: readonly ScriptProblem[];
  /** Names that plugin.js exports. */
  readonly functions: readonly string[];
  /** What is wrong with plugin.js. */
  readonly error: string | null;
}

/** A topic by its name, or what belongs to all of them. */
export type ScriptFile = `topic:${string}` | 'plugin' | 'variables';
export const topicOf = (file: ScriptFile): string | null => (file.startsWith('topic:') ? file.slice('topic:'.length) : null);

export const TOPIC = /^[\p{L}\p{N}_][\p{L}\p{N}_.-]{0,63}$/u;
/** What can be brought in at once, bytes. */
export const MOST_ARCHIVE = 170_000;

/** A variable a line; what would end a line is written as `\n`. */
export const variablesAsText = (config: Variables): string =>
  Object.entries(config).map(([name, value]) => `${name}=${value.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')}`).join('\n');

/** The variables, or the number of the first line that is none. */
export function variablesIn(text: string): Variables | number {
  const config = new Map<string, string>();
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const [, name, value] = /^\s*(@?\w{1,64})\s*=(.*)$/.exec(line) ?? [];
    if (name === undefined || value === undefined || name === '__proto__') return index + 1;
    config.set(name, value.trim().replaceAll(/\\(n|\\)/g, (_, escaped: string) => (escaped === 'n' ? '\n' : '\\')));
  }
  return Object.fromEntries(config);
}

/** Where a line and a column are in a text. */
export function offsetOf(text: string, line: number, column: number): number {
  let start = 0;
  for (let at = 1; at < line; at++) {
    const end = text.indexOf('\n', start);
    if (end < 0) break;
    start = end + 1;
  }
  return Math.min(start + column - 1, text.length);
}

const bytesOf = (base64: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(base64), (each) => each.charCodeAt(0));
const base64Of = (bytes: Uint8Array): string => btoa(Array.from(bytes, (each) => String.fromCharCode(each)).join(''));

export const scriptsApi = (call: BotCall) => ({
  scripts: (bot: string) => call<Scripts>('script.look', { bot }),
  /** A topic, or plugin.js where it has no name. */
  script: async (bot: string, name: string | null) => (await inPieces((from) => call<Piece<string>>('script.read', { bot, name, from }))).join(''),
  variables: async (bot: string): Promise<Variables> => Object.fromEntries(await inPieces((from) => call<Piece<readonly [string, string]>>('script.variables', { bot, from }))),
  checkScript: (bot: string, name: string | null, text: string) => call<Checked>('script.check', { bot, name, text }),
  writeScript: (bot: string, name: string | null, text: string) => call<true>('script.write', { bot, name, text }),
  writeVariables: (bot: string, config: Variables) => call<true>('script.config', { bot, config }),
  addTopic: (bot: string, name: string, text = '') => call<true>('script.add', { bot, name, text }),
  changeTopic: (bot: string, name: string, to: string, enabled: boolean) => call<true>('script.change', { bot, name, to, enabled }),
  dropTopic: (bot: string, name: string) => call<true>('script.drop', { bot, name }),
  /** A .c66. */
  carryScripts: async (bot: string) => bytesOf((await inPieces((from) => call<Piece<string>>('script.carry', { bot, from }))).join('')),
  bringScripts: (bot: string, archive: Uint8Array) => call<{ readonly topics: number } | { readonly unreadable: string; readonly file: string | null }>('script.bring', { bot, archive: base64Of(archive) }),
});
