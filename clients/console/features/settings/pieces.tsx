import { CopyButton, Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { Icon } from '../../app/icon.tsx';
import { useTexts } from '../../app/preferences.tsx';
import { useLayout } from '../../lib/use-layout.ts';
import classes from './pieces.module.css';

/** Fields that belong together, with a title where one helps. */
export function Panel({ title, children }: { readonly title?: string; readonly children: ReactNode }) {
  // One below the page's own.
  const Heading = useLayout() === 'stack' ? 'h2' : 'h3';
  return (
    <section className={classes.panel}>
      {title === undefined ? null : <Heading className={classes.title}>{title}</Heading>}
      {children}
    </section>
  );
}

export const Row = ({ name, hint, children }: { readonly name: string; readonly hint?: string; readonly children: ReactNode }) => (
  <div className={classes.row}>
    <div className={classes.label}><div>{name}</div>{hint === undefined ? null : <p>{hint}</p>}</div>
    <div className={classes.value}>{children}</div>
  </div>
);

export function CopyText({ value, label, variant = 'default', size = 'sm' }: { readonly value: string; readonly label?: string; readonly variant?: 'default' | 'filled'; readonly size?: 'xs' | 'sm' }) {
  const { common } = useTexts();
  return (
    <CopyButton value={value} timeout={2_000}>
      {({ copied, copy }) => <Button variant={variant} size={size} leftSection={<Icon name={copied ? 'check' : 'copy'} size={size === 'xs' ? 14 : 16} />} onClick={copy} aria-live="polite">{copied ? common.copied : (label ?? common.copy)}</Button>}
    </CopyButton>
  );
}

export const Actions = ({ children }: { readonly children: ReactNode }) => <div className={classes.actions}>{children}</div>;
