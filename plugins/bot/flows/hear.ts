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
  /** The same by the clock of another time zone. */
  readonly by: (timeZone: string) => Hearing;
}

/** `rest` is waited for between words of the bot's own dictionaries. */
export const hearingOf = async (own: readonly Dictionary[], tokenizer: Tokenizer, timeZone: string, rest: () => Promise<void>): Promise<Hearing> =>
  hearing(await Dictionaries.inSlices(own, rest), own, tokenizer, timeZone);

function hearing(dictionaries: Dictionaries, own: readonly Dictionary[], tokenizer: Tokenizer, timeZone: string): Hearing {
  return {
    said: (text, now) => ({ text, intent: null, entities: dictionaries.find(text, { now, timeZone, tagged: (each) => tokenizer.tagged(each) }) }),
    types: new Set([...TYPES, ...own.map(({ name }) => name)]),
    by: (other) => hearing(dictionaries, own, tokenizer, other),
  };
}
