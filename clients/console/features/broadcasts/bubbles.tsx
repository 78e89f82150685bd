import type { ReactNode } from 'react';
import page from './broadcasts.module.css';
import classes from './bubbles.module.css';

/** Words, as they stand in the chat of who gets them. */
export const Bubbles = ({ title, children }: { readonly title: string; readonly children: ReactNode }) => <section className={page.card}><h2>{title}</h2><div className={classes.bubbles}>{children}</div></section>;

interface BubbleProps {
  readonly text: string;
  /** Who reads it so, where others read it otherwise. */
  readonly reader?: string | undefined;
}

export const Bubble = ({ reader, text }: BubbleProps) => (
  <>
    {reader === undefined ? null : <p className={page.quiet}>{reader}</p>}
    <p className={classes.bubble}>{text}</p>
  </>
);
