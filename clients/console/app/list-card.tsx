import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { ConsoleIcon } from '#ui/console-icons.ts';
import { Icon } from './icon.tsx';
import classes from './list-card.module.css';

interface ListCardProps {
  readonly href: string;
  readonly selected: boolean;
  readonly face: ReactNode;
  /** Two lines: who it is, and what there is to say. */
  readonly first: ReactNode;
  readonly second: ReactNode;
  readonly [data: `data-${string}`]: string | boolean | undefined;
}

/** Somebody in a list; with `data-unread` the name stands out. */
export const ListCard = ({ face, first, href, second, selected, ...data }: ListCardProps) => (
  <Link href={href} className={classes.card} data-selected={selected || undefined} aria-current={selected ? 'true' : undefined} {...data}>
    {face}
    <span className={classes.body}>
      <span className={classes.line}>{first}</span>
      <span className={classes.line}>{second}</span>
    </span>
  </Link>
);

export const ListName = ({ name, title }: { readonly name: string; readonly title?: string | undefined }) => <span className={classes.name} title={title}>{name}</span>;

/** By which channel somebody comes. */
export const ListWay = ({ channel, icon }: { readonly channel: string | undefined; readonly icon: ConsoleIcon }) => (
  <span className={classes.way} title={channel}><Icon name={icon} size={14} /><span className="visually-hidden">{channel}</span></span>
);
