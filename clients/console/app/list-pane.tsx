import type { ReactNode } from 'react';
import classes from './list-pane.module.css';

interface ListPaneProps {
  /** The page's first heading, which is not seen: the rail says it. */
  readonly title: string;
  /** What narrows the list down. */
  readonly header: ReactNode;
  /** The one big next step. */
  readonly footer?: ReactNode;
  readonly children: ReactNode;
}

export const ListPane = ({ children, footer, header, title }: ListPaneProps) => (
  <section className={classes.pane} aria-label={title}>
    <header className={classes.header}><h1 className="visually-hidden">{title}</h1>{header}</header>
    {children}
    {footer == null ? null : <footer className={classes.footer}>{footer}</footer>}
  </section>
);
