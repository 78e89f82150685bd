import type { ReactNode } from 'react';
import classes from './emblem.module.css';

export type EmblemTone = 'neutral' | 'quiet' | 'accent' | 'queued' | 'active' | 'transferring' | 'closed' | 'completed';

interface EmblemProps {
  /** px; its corners go with it. */
  readonly size?: 24 | 28 | 36 | 40 | 44 | 52;
  readonly tone?: EmblemTone;
  /** An icon. */
  readonly children: ReactNode;
}

/** An icon on a ground of its own, for what something is. */
export const Emblem = ({ children, size = 36, tone = 'neutral' }: EmblemProps) => <span className={classes.emblem} data-size={size} data-tone={tone}>{children}</span>;
