import { parseJson } from '../text/json.ts';
import type { Failed } from './messages.ts';

/** What a function said, and what it did to the intent that was open. Plain JSON that it cannot have tampered with. */
export interface FunctionAnswer {
  readonly text: string;
  readonly params?: unknown;
  readonly intent: { readonly drop: boolean; readonly extras: unknown } | null;
}

/** Objects within objects. */
const MOST_DEPTH = 32;

/** Reads what a function said. The text comes from the interpreter, which a function may have changed from within: nothing is believed. */
export function readResult(text: string): FunctionAnswer | Failed {
  if (depthOf(text) > MOST_DEPTH) return { failure: 'size', message: `The function answered more than ${MOST_DEPTH} objects within each other` };
  const value = parseJson(text);
  if (!isRecord(value) || typeof value['text'] !== 'string') return { failure: 'threw', message: 'The function did not answer with a text' };
  const intent = isRecord(value['intent']) ? { drop: value['intent']['drop'] === true, extras: value['intent']['extras'] ?? null } : null;
  return { text: value['text'], ...(value['params'] === undefined || value['params'] === null ? {} : { params: value['params'] }), intent };
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** How deep brackets are within each other, outside of texts. */
export function depthOf(json: string): number {
  let [depth, most] = [0, 0];
  for (const [bracket] of json.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}]/g)) {
    if (bracket === '[' || bracket === '{') most = Math.max(most, ++depth);
    else if (bracket === ']' || bracket === '}') depth--;
  }
  return most;
}
