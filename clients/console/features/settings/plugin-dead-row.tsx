import { Checkbox } from '@mantine/core';
import { useId } from 'react';
import type { PluginDead } from '#wire/api.ts';
import { Ago } from '../../app/ago.tsx';
import { Excerpt } from '../../app/excerpt.tsx';
import { Facts } from '../../app/facts.tsx';
import { Fold } from '../../app/fold.tsx';
import { useTexts } from '../../app/preferences.tsx';
import classes from './plugin-background.module.css';
import { payloadText } from './plugin-schedule.ts';

interface PluginDeadRowProps {
  readonly item: PluginDead;
  readonly worker: string;
  readonly chosen: boolean;
  readonly onToggle: () => void;
}

export function PluginDeadRow({ item: { key, createdAt, attempts, error, payload }, worker, chosen, onToggle }: PluginDeadRowProps) {
  const { background: words } = useTexts();
  const box = useId();
  return (
    <li className={classes.dead} data-chosen={chosen || undefined}>
      <Checkbox id={box} className={classes.check} checked={chosen} onChange={onToggle} />
      <div className={classes.words}>
        <label htmlFor={box} className={classes.key}>{key}</label>
        <Facts><span>{worker}</span><Ago at={createdAt} /><span>{words.attempts(attempts)}</span></Facts>
        <p className={classes.error}>{error}</p>
        <Fold title={words.content}><Excerpt text={payloadText(payload)} /></Fold>
      </div>
    </li>
  );
}
