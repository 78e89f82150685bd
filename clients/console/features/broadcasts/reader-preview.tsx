import { asksName, wordsFor, type Draft } from './broadcast.ts';
import classes from './broadcasts.module.css';
import { useBroadcastTexts } from './texts/use-broadcast-texts.ts';

/** As somebody with a name reads it, and somebody without. */
export function ReaderPreview({ draft: { fallback, text } }: { readonly draft: Pick<Draft, 'fallback' | 'text'> }) {
  const words = useBroadcastTexts();
  const shown = text.trim();
  return (
    <section className={classes.card}>
      <h2>{words.preview}</h2>
      <div className={classes.phone}>
        {shown === '' ? <p className={classes.quiet}>{words.nothing}</p> : <p className={classes.bubble}>{wordsFor(shown, words.sample)}</p>}
        {asksName(shown) ? <p className={classes.bubble}>{wordsFor(shown, fallback)}</p> : null}
      </div>
    </section>
  );
}
