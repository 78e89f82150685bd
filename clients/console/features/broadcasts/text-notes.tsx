import { asksFallback, gapIn, sentAsTheyStand, type Counted, type Draft } from './broadcast.ts';
import page from './broadcasts.module.css';
import { useBroadcastTexts } from './texts/use-broadcast-texts.ts';

/** What readers of this draft would stumble over: in words, the first to be mended first. */
export function useTextNotes({ fallback, text }: Pick<Draft, 'fallback' | 'text'>, counted: Counted | undefined): readonly string[] {
  const words = useBroadcastTexts();
  return [
    ...(asksFallback(text) && fallback.trim() === '' ? [words.gap(counted?.nameless ?? 0, gapIn(text))] : []),
    ...sentAsTheyStand(text).map(words.stranger),
  ];
}

export const TextNotes = ({ notes }: { readonly notes: readonly string[] }) => <div role="status" className={page.notes}>{notes.map((note) => <p key={note} className={page.note}>{note}</p>)}</div>;
