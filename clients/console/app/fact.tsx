import type { ReactNode } from 'react';
import classes from './fact.module.css';

/** A line of a `dl`: what it is called, and what it is. */
export const Fact = ({ name, children }: { readonly name: string; readonly children: ReactNode }) => <div className={classes.fact}><dt>{name}</dt><dd>{children}</dd></div>;
