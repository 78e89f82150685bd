import type { ReactNode } from 'react';
import classes from './facts.module.css';

/** Short facts on a line, each an element of its own. */
export const Facts = ({ children }: { readonly children: ReactNode }) => <div className={classes.facts}>{children}</div>;
