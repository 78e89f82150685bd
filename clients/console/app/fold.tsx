import type { ReactNode } from 'react';
import classes from './fold.module.css';
import { Icon } from './icon.tsx';

/** What only some want to see: closed until then. */
export const Fold = ({ title, children, onOpen }: { readonly title: string; readonly children: ReactNode; readonly onOpen?: () => void }) => (
  <details className={classes.fold} onToggle={({ currentTarget: { open } }) => { if (open) onOpen?.(); }}>
    <summary><Icon name="chevronDown" size={14} />{title}</summary>
    {children}
  </details>
);
