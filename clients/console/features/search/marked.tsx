import { Fragment } from 'react';
import { stretchesOf } from '#domain/words.ts';
import classes from './marked.module.css';

/** A text in which the words that were looked for stand out. */
export function Marked({ text, words }: { readonly text: string; readonly words: readonly string[] }) {
  const stretches = stretchesOf(text, words);
  return (
    <>
      {stretches.map(({ from, to }, index) => <Fragment key={from}>{text.slice(stretches[index - 1]?.to ?? 0, from)}<mark className={classes.mark}>{text.slice(from, to)}</mark></Fragment>)}
      {text.slice(stretches.at(-1)?.to ?? 0)}
    </>
  );
}
