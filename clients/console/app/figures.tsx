import type { ReactNode } from 'react';
import classes from './figures.module.css';

interface FigureProps {
  readonly name: string;
  readonly value: string;
  /** What goes with it, such as its share. */
  readonly beside?: string | undefined;
  readonly bad?: boolean | undefined;
}

/** Numbers that are read at a glance, beside one another. */
export const Figures = ({ children, className = '' }: { readonly children: ReactNode; readonly className?: string | undefined }) => <dl className={`${classes.figures} ${className}`}>{children}</dl>;

export const Figure = ({ bad, beside, name, value }: FigureProps) => (
  <div className={classes.figure}><dt>{name}</dt><dd data-bad={bad === true || undefined}><b>{value}</b>{beside === undefined ? null : <span>{beside}</span>}</dd></div>
);
