import { ActionIcon } from '@mantine/core';
import type { ReactNode } from 'react';
import { Icon } from '../../../app/icon.tsx';
import classes from './side-panel.module.css';

interface SidePanelProps {
  readonly glyph: ReactNode;
  readonly title: string;
  /** Buttons before the one that closes it. */
  readonly actions?: ReactNode;
  /** On a phone it lies over the canvas, which has no room beside it. */
  readonly covers?: boolean;
  readonly close: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** What stands beside the canvas: a step, the settings, a talk with the draft. */
export function SidePanel({ actions, children, close, covers = false, glyph, onClose, title }: SidePanelProps) {
  return (
    <section className={classes.panel} data-covers={covers || undefined} aria-label={title}>
      <header className={classes.header}>
        <h2>{glyph}{title}</h2>
        {actions}
        <ActionIcon variant="subtle" color="gray" aria-label={close} onClick={onClose}><Icon name="close" size={16} /></ActionIcon>
      </header>
      {children}
    </section>
  );
}
