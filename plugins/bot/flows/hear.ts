import { TIME_ZONE } from '../compat/mind.ts';
import { Dictionaries, SYSTEM_DICTIONARIES, type Dictionary } from '../engine/dictionary/dictionaries.ts';
import type { Said } from '../engine/flow/state.ts';
import type { Tokenizer } from '../engine/text/words.ts';

/** What questions may ask for by themselves. `@ANY` is what `text` is. */
const TYPES: readonly string[] = ['text', 'number', 'yes-no', 'choice', 'email', 'phone', ...SYSTEM_DICTIONARIES.filter((name) => name !== '@ANY')];

/** What a bot finds in what visitors say. */
export interface Hearing {
  /** `now` in ms since the epoch: "tomorrow" depends on it. */
  readonly said: (text: string, now: number) => Said;
  /** What questions may ask for, the bot's own dictionaries among them. */
  readonly types: ReadonlySet<string>;
}

export function hearingOf(own: readonly Dictionary[], tokenizer: Tokenizer): Hearing {
  const dictionaries = new Dictionaries(own);
  return {
    said: (text, now) => ({ text, intent: null, entities: dictionaries.find(text, { now, timeZone: TIME_ZONE, tagged: (each) => tokenizer.tagged(each) }) }),
    types: new Set([...TYPES, ...own.map(({ name }) => name)]),
  };
}
