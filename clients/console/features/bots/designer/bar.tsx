import { ActionIcon, Button, Popover, Tooltip } from '@mantine/core';
import type { ReactNode } from 'react';
import { Icon } from '../../../app/icon.tsx';
import classes from './bar.module.css';
import type { OpenFlow } from './flow-api.ts';
import { useWords } from './texts/use-texts.ts';
import type { Editing, SaveState } from './use-draft.ts';
import { standingOf } from './words.ts';

interface BarProps {
  readonly name: string;
  readonly standing: Pick<OpenFlow, 'enabled' | 'live'>;
  readonly editing: Editing;
  /** What is drawn is not what is live. */
  readonly unpublished: boolean;
  readonly onBack: () => void;
  /** Shows what somebody else has saved. */
  readonly onReload: () => void;
  readonly children: ReactNode;
}

/** Above the canvas: which flow it is, whether it is saved, and what can be done with it. */
export function Bar({ children, editing, name, onBack, onReload, standing, unpublished }: BarProps) {
  const words = useWords();
  return (
    <div className={classes.bar}>
      <ActionIcon variant="subtle" color="gray" size={32} aria-label={words.bar.back} onClick={onBack}><Icon name="back" /></ActionIcon>
      <div className={classes.title}>
        <h1>{name}</h1>
        <span className={classes.state}><span data-live={(standing.live !== null && standing.enabled) || undefined}>{standingOf(standing, words)}</span><Saving editing={editing} unpublished={unpublished} onReload={onReload} /></span>
      </div>
      {children}
    </div>
  );
}

const TONES: Readonly<Record<SaveState, 'calm' | 'danger'>> = { saved: 'calm', waiting: 'calm', saving: 'calm', failed: 'danger', conflict: 'danger', 'too-large': 'danger' };

function Saving({ editing: { flush, overwrite, state }, onReload, unpublished }: Pick<BarProps, 'editing' | 'onReload' | 'unpublished'>) {
  const { bar } = useWords();
  const isBehind = state === 'saved' && unpublished;
  const text = state === 'too-large' ? bar.failed : isBehind ? bar.unpublished : bar[state];
  if (TONES[state] === 'calm') return <span className={classes.saving} data-unpublished={isBehind || undefined} role="status">{text}</span>;
  return (
    <Popover width={260} position="bottom-start">
      <Popover.Target><button type="button" className={classes.unsaved}><Icon name="alert" size={13} />{text}</button></Popover.Target>
      <Popover.Dropdown>
        <p className={classes.explain}>{state === 'conflict' ? bar.conflictLead : state === 'too-large' ? bar.tooLarge : bar.failedHint}</p>
        {state === 'conflict' ? <div className={classes.choice}><Button size="xs" variant="default" onClick={onReload}>{bar.reload}</Button><Button size="xs" onClick={() => void overwrite()}>{bar.overwrite}</Button></div> : null}
        {state === 'failed' ? <Button size="xs" onClick={() => void flush()}>{bar.retry}</Button> : null}
      </Popover.Dropdown>
    </Popover>
  );
}

interface ToolProps {
  readonly label: string;
  readonly keys?: string;
  readonly disabled?: boolean;
  readonly pressed?: boolean;
  readonly children: ReactNode;
  readonly onClick: () => void;
}

export const Tool = ({ children, disabled = false, keys, label, onClick, pressed }: ToolProps) => (
  <Tooltip label={keys === undefined ? label : <>{label} <kbd>{keys}</kbd></>}>
    <ActionIcon className={classes.tool ?? ''} variant="subtle" color="gray" size={32} aria-label={label} aria-pressed={pressed} disabled={disabled} onClick={onClick}>{children}</ActionIcon>
  </Tooltip>
);
