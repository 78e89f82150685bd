import type { Card } from '#wire/protocol.ts';
import { Where } from '../inbox/where.tsx';
import { Marked } from './marked.tsx';
import classes from './row-words.module.css';

interface RowWordsProps {
  /** The chat that the row leads to. */
  readonly card?: Card;
  readonly text: string;
  /** Folded. They stand out. */
  readonly words: readonly string[];
}

/** Beside a name in a row of the palette: by which channel that chat is, and what was said. */
export const RowWords = ({ card, text, words }: RowWordsProps) => (
  <span className={classes.row}>
    {card === undefined ? null : <span className={classes.where}><Where card={card} /></span>}
    {text === '' ? null : <span className={classes.words}><Marked text={text} words={words} /></span>}
  </span>
);
