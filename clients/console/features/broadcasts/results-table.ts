import type { Locale } from '#ui/locale.ts';
import type { Places, Recipient } from './broadcast.ts';
import type { BroadcastTexts } from './texts/en.ts';

/** What the reader's language has for it. */
export interface Wording {
  readonly locale: Locale;
  readonly words: Pick<BroadcastTexts, 'became' | 'columns' | 'why'>;
  /** Of refusals, by their codes. */
  readonly errors: Readonly<Record<string, string>>;
}

/** Why, in the reader's words; a code that this release has none for is no word. */
export const reasonOf = ({ code, why }: Pick<Recipient, 'code' | 'why'>, { errors, locale, words }: Wording): string =>
  why?.[locale] ?? (words.why as Readonly<Record<string, string>>)[code ?? ''] ?? errors[code ?? ''] ?? '';

export const headOf = ({ words: { columns } }: Wording): readonly string[] =>
  [columns.contact, columns.name, columns.channel, columns.result, columns.reason, columns.code, columns.detail, columns.chat];

/** What became of somebody. */
export const rowOf = (recipient: Recipient, places: Places | undefined, wording: Wording): readonly string[] => {
  const { account, became, code, conversation, detail, id, name } = recipient;
  const channel = places?.accounts.find((each) => each.id === account)?.name ?? account;
  return [id, name ?? '', channel ?? '', wording.words.became[became], reasonOf(recipient, wording), code ?? '', detail ?? '', conversation ?? ''];
};
