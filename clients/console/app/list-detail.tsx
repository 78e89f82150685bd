import type { ReactNode } from 'react';
import { useLayout } from '../lib/use-layout.ts';
import classes from './list-detail.module.css';

interface ListDetailProps {
  readonly list: ReactNode;
  readonly detail: ReactNode;
  /** Something of the list is looked at: a phone has room for that alone. */
  readonly chosen: boolean;
}

/** A list beside what is looked at of it; on a phone the one or the other. */
export function ListDetail({ chosen, detail, list }: ListDetailProps) {
  if (useLayout() === 'stack') return chosen ? <div className={classes.detail}>{detail}</div> : list;
  return (
    <div className={classes.page}>
      <div className={classes.list}>{list}</div>
      <div className={classes.detail}>{detail}</div>
    </div>
  );
}
