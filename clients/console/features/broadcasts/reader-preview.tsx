import { asksName, wordsFor, type Draft } from './broadcast.ts';
import classes from './broadcasts.module.css';
import { Bubble, Bubbles } from './bubbles.tsx';
import { useBroadcastTexts } from './texts/use-broadcast-texts.ts';

/** As somebody with a name reads it, and somebody without. */
export function ReaderPreview({ draft }: { readonly draft: Pick<Draft, 'fallback' | 'text'> }) {
  const words = useBroadcastTexts();
  const shown = draft.text.trim();
  const isPersonal = asksName(shown);
  return (
    <Bubbles title={words.preview}>
      {shown === '' ? <p className={classes.quiet}>{words.nothing}</p> : <Bubble reader={isPersonal ? words.named(words.sample) : undefined} text={wordsFor(draft, words.sample)} />}
      {isPersonal ? <Bubble reader={words.unnamed} text={wordsFor(draft, null)} /> : null}
    </Bubbles>
  );
}
