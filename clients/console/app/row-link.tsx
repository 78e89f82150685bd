import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { Icon } from './icon.tsx';
import classes from './row-link.module.css';

interface RowLinkProps {
  readonly href: string;
  /** An icon or a face before it. */
  readonly face?: ReactNode;
  readonly name: ReactNode;
  /** Below the name. */
  readonly below: ReactNode;
  /** Beside both, before the arrow. */
  readonly children?: ReactNode;
}

/** Things that have a page each, below one another. */
export const RowLinks = ({ children }: { readonly children: ReactNode }) => <ul className={classes.rows}>{children}</ul>;

export const RowLink = ({ below, children, face, href, name }: RowLinkProps) => (
  <li>
    <Link href={href} className={classes.row}>
      {face}
      <span className={classes.words}><span className={classes.name}>{name}</span>{below}</span>
      {children}
      <span className={classes.go}><Icon name="chevronDown" size={16} /></span>
    </Link>
  </li>
);
