import { Dictionaries, SYSTEM_DICTIONARIES } from '../engine/dictionary/dictionaries.ts';
import type { Said } from '../engine/flow/state.ts';
import { Tokenizer } from '../engine/text/words.ts';

const dictionaries = new Dictionaries([]);
const tokenizer = new Tokenizer();
const { timeZone } = Intl.DateTimeFormat().resolvedOptions();

/** What questions may ask for besides texts, numbers and choices. `@ANY` is what `text` is. */
export const KNOWN_TYPES: ReadonlySet<string> = new Set(['text', 'number', 'yes-no', 'choice', 'email', 'phone', ...SYSTEM_DICTIONARIES.filter((name) => name !== '@ANY')]);

/** Reads what a visitor says. `now` in ms since the epoch: "tomorrow" depends on it. */
export const hear = (text: string, now: number): Said => ({ text, intent: null, entities: dictionaries.find(text, { now, timeZone, tagged: (each) => tokenizer.tagged(each) }) });
