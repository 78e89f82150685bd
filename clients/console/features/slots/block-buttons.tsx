import { Button } from '@mantine/core';
import { useState } from 'react';
import type { BlockButton } from '#wire/slots.ts';
import { Confirm } from '../../app/confirm.tsx';
import type { BlockActs } from './blocks.tsx';
import classes from './blocks.module.css';

interface BlockButtonsProps extends BlockActs {
  readonly buttons: readonly BlockButton[];
  /** What they belong to, where several have the same words. */
  readonly about?: string;
}

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

export function BlockButtons({ buttons, about, pending, onAct }: BlockButtonsProps) {
  const [asking, setAsking] = useState<BlockButton | null>(null);
  const press = (button: BlockButton) => {
    if (pending === null) void onAct({ action: button.action, values: button.values ?? {} });
  };
  return (
    <div className={classes.buttons}>
      {buttons.map((button, index) => {
        const { text, style = 'default', action, values = {} } = button;
        return (
          <Button
            key={index} size="xs" variant={style === 'primary' ? 'filled' : 'default'} className={`${classes.button} ${style === 'danger' ? classes.danger : ''}`}
            loading={isSame(pending, { action, values })} {...(about === undefined ? {} : { 'aria-label': `${text}: ${about}` })}
            onClick={() => (button.confirm === undefined ? press(button) : setAsking(button))}
          >{text}</Button>
        );
      })}
      <Confirm opened={asking !== null} title={asking?.confirm ?? ''} action={asking?.text ?? ''} onClose={() => setAsking(null)} onConfirm={() => { if (asking !== null) press(asking); }} />
    </div>
  );
}
