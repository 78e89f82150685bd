import { ActionIcon } from '@mantine/core';
import type { ReactNode } from 'react';
import { useLocation } from 'wouter';
import { Icon } from '../../app/icon.tsx';
import { useTexts } from '../../app/preferences.tsx';
import { useLayout } from '../../lib/use-layout.ts';
import classes from './settings-page.module.css';

interface PageHeaderProps {
  readonly title: string;
  /** Beside the title. */
  readonly tag?: ReactNode;
  readonly lead: string;
  /** Where one comes from; null where that stands beside the page. */
  readonly back: string | null;
}

export function PageHeader({ title, tag, lead, back }: PageHeaderProps) {
  const { common } = useTexts();
  const [, navigate] = useLocation();
  // The navigation has the first heading, where it is beside the page.
  const Heading = useLayout() === 'stack' ? 'h1' : 'h2';
  return (
    <header className={classes.header}>
      {back === null ? null : <ActionIcon className={classes.back} variant="subtle" color="gray" size={32} aria-label={common.back} onClick={() => navigate(back)}><Icon name="back" /></ActionIcon>}
      <div>
        <div className={classes.headline}><Heading className={classes.heading}>{title}</Heading>{tag}</div>
        <p className={classes.lead}>{lead}</p>
      </div>
    </header>
  );
}
