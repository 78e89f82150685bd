import { ActionIcon } from '@mantine/core';
import type { ReactNode } from 'react';
import { useLocation } from 'wouter';
import { Icon } from './icon.tsx';
import classes from './page-head.module.css';

interface PageHeadProps {
  /** Where one comes from. */
  readonly back?: { readonly label: string; readonly href: string } | undefined;
  readonly face?: ReactNode;
  readonly title: string;
  readonly below?: ReactNode;
  /** What can be done with all of it. */
  readonly children?: ReactNode;
}

/** The first heading of a page that a plugin's code of the console draws. */
export function PageHead({ back, below, children, face, title }: PageHeadProps) {
  const [, navigate] = useLocation();
  return (
    <header className={classes.head}>
      {back === undefined ? null : <ActionIcon className={classes.back} variant="subtle" color="gray" size={32} aria-label={back.label} onClick={() => navigate(back.href)}><Icon name="back" /></ActionIcon>}
      {face}
      <div className={classes.who}><h1>{title}</h1>{below}</div>
      {children === undefined || children === null ? null : <div className={classes.deeds}>{children}</div>}
    </header>
  );
}
