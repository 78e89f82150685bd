import type { ReactNode } from 'react';
import classes from './column-page.module.css';

/** Where one reads and sets: it scrolls, and its column has a measure. */
export const ColumnPage = ({ children, className = '' }: { readonly children: ReactNode; readonly className?: string | undefined }) => (
  <div className={classes.page}><div className={`${classes.column} ${className}`}>{children}</div></div>
);
