import { withEntries, type Brain, type Brains } from './brain.ts';
import { askedKey } from './compat/asked.ts';
import type { Lanes } from './compat/lanes.ts';
import { hasRoom, type Faq } from './faq.ts';
import { faqKey, faqOf, together } from './library.ts';
import type { Own } from './own.ts';

type Data = Pick<Own, 'data'>;

/** A bot's questions, in the hands of the one who may change them. */
export interface Questions {
  /** The bot as it was when its questions came into these hands. */
  readonly brain: Brain;
  /** An entry as it is now: what takes its place does so while it is. */
  of(id: string): Promise<Faq | undefined>;
  /** Each takes the place of the one of its id. False, and none is stored, where the bot has no room for them. */
  put(entries: readonly Faq[]): Promise<boolean>;
  drop(ids: readonly string[]): Promise<void>;
}

/**
 * The only way to change a bot's questions, for the page, for corrections of what it said, and for the API alike: entries are written whole,
 * so one who changed them beside another would take back what that one wrote. `change` is alone with them until it ends, or begins again where
 * another node was faster; what it stores answers from then on. Null where there is no such bot.
 */
export function changeQuestions<C extends Data, T>(ctx: C, bot: string, { brains, lanes }: { readonly brains: Brains; readonly lanes: Lanes }, change: (questions: Questions, own: C) => Promise<T>): Promise<T | null> {
  return lanes.change(ctx, `faq:${bot}`, async (own) => {
    const brain = await brains.of(ctx, bot);
    return brain === undefined ? null : change(questionsOf(own, bot, brains, brain), own);
  });
}

/** The entry that has a question among its own, but for case, width and marks; `but`: not this one. One that is not enabled has none. */
export function entryOf({ entries, search }: Pick<Brain, 'entries' | 'search'>, question: string, but?: string): { readonly id: string; readonly post: string } | null {
  const found = search.alike(question, 2).find(({ id, score }) => score === 1 && id !== but);
  return found === undefined ? null : { id: found.id, post: entries.get(found.id)?.post ?? found.post };
}

const questionsOf = (ctx: Data, bot: string, brains: Brains, brain: Brain): Questions => ({
  brain,
  of: (id) => faqOf(ctx, bot, id),
  put: async (entries) => {
    if (entries.length === 0) return true;
    if (!hasRoom(brain.entries, entries)) return false;
    await together(entries, (entry) => ctx.data.set(faqKey(bot, entry.id), entry));
    await brains.settle(ctx, bot, withEntries(entries));
    return true;
  },
  drop: async (ids) => {
    await together(ids, (id) => Promise.all([ctx.data.delete(faqKey(bot, id)), ctx.data.delete(askedKey(bot, id))]));
    await brains.settle(ctx, bot, withEntries([], ids));
  },
});
