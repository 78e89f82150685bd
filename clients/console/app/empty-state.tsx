import { Button } from '@mantine/core';
import type { ConsoleIcon } from '#ui/console-icons.ts';
import type { SlotIcon } from '#wire/slots.ts';
import { Emblem } from './emblem.tsx';
import classes from './empty-state.module.css';
import { Icon } from './icon.tsx';

export interface EmptyStateProps {
  readonly icon: ConsoleIcon | SlotIcon;
  readonly title: string;
  readonly lead?: string;
  readonly action?: { readonly label: string; readonly run: () => void };
}

/** What stands where something could be, and how to get it there. */
export const EmptyState = ({ icon, title, lead, action }: EmptyStateProps) => (
  <div className={classes.root}>
    <Emblem size={44} tone="quiet"><Icon name={icon} size={22} /></Emblem>
    <h2 className={classes.title}>{title}</h2>
    {lead === undefined ? null : <p className={classes.lead}>{lead}</p>}
    {action === undefined ? null : <Button className={classes.action} onClick={action.run}>{action.label}</Button>}
  </div>
);
