import type { ReactNode } from 'react';
import page from './broadcasts.module.css';
import classes from './bubbles.module.css';

/** Words, as they stand in the chat of who gets them. */
export const Bubbles = ({ title, children }: { readonly title: string; readonly children: ReactNode }) => <section className={page.card}><h2>{title}</h2><div className={classes.bubbles}>{children}</div></section>;

export const Bubble = ({ text }: { readonly text: string }) => <p className={classes.bubble}>{text}</p>;
