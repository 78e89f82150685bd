import { Marked } from './marked.tsx';
import classes from './row-words.module.css';

/** What was said, beside the name of the chat in a row of the palette. `words`, folded, stand out. */
export const RowWords = ({ text, words }: { readonly text: string; readonly words: readonly string[] }) => <span className={classes.words}><Marked text={text} words={words} /></span>;
