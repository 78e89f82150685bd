import { formatList } from '#ui/format.ts';
import { usePreferences } from '../../app/preferences.tsx';
import { asksFallback, gapIn, isEmptyUnnamed, strangers, type Counted, type Draft } from './broadcast.ts';
import page from './broadcasts.module.css';
import { useBroadcastTexts } from './texts/use-broadcast-texts.ts';

/** Of a draft, in words. */
interface TextNotes {
  /** What keeps it from being sent. */
  readonly flaws: readonly string[];
  /** What readers would stumble over. */
  readonly notes: readonly string[];
}

export function useTextNotes({ fallback, text }: Pick<Draft, 'fallback' | 'text'>, counted: Counted | undefined): TextNotes {
  const { locale } = usePreferences();
  const words = useBroadcastTexts();
  const { others, slips } = strangers(text);
  const isEmpty = isEmptyUnnamed({ fallback, text });
  return {
    flaws: [...(slips.length === 0 ? [] : [words.slips(formatList(slips, locale))]), ...(isEmpty ? [words.emptyUnnamed] : [])],
    notes: [
      ...(!isEmpty && asksFallback(text) && fallback.trim() === '' ? [words.gap(counted?.nameless ?? 0, gapIn(text))] : []),
      ...(others.length === 0 ? [] : [words.strangers(formatList(others, locale), others.length)]),
    ],
  };
}

/** In one box, however many there are: the first to be mended first. */
export const TextNotes = ({ flaws, notes }: TextNotes) => <div role="status" className={page.notes}>{[...flaws, ...notes].map((note) => <p key={note}>{note}</p>)}</div>;
