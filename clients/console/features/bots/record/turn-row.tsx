import { Button, Menu } from '@mantine/core';
import { useId } from 'react';
import { Link } from 'wouter';
import { Ago } from '../../../app/ago.tsx';
import { Icon } from '../../../app/icon.tsx';
import { useTexts } from '../../../app/preferences.tsx';
import { RowButton } from '../../../app/row-button.tsx';
import { Tag } from '../../../app/tag.tsx';
import type { Bot } from '../bot.ts';
import { HitBar, MISSES, TONES } from '../test-trace.tsx';
import type { SaidRow } from './record.ts';
import { useRecordTexts } from './texts/use-texts.ts';
import classes from './turn-row.module.css';

export interface TurnDeeds {
  readonly onEdit: (entry: string) => void;
  readonly onMake: (row: SaidRow) => void;
  readonly onAdd: (row: SaidRow) => void;
  readonly onWrong: (row: SaidRow) => void;
  readonly onTakeBack: (row: SaidRow) => void;
  readonly onMute: (row: SaidRow, muted: boolean) => void;
}

interface TurnRowProps extends TurnDeeds {
  readonly row: SaidRow;
  readonly bot: Bot;
  readonly open: boolean;
  readonly onOpen: () => void;
}

/** A question, what answered it, and on demand why. */
export function TurnRow({ row, bot, open, onOpen, onAdd, onEdit, onMake, onMute, onTakeBack, onWrong }: TurnRowProps) {
  const { bots: { test } } = useTexts();
  const words = useRecordTexts().history;
  const id = useId();
  const { answered, at, by, conversation, correction, handed, has, hits, known, muted, question, settled, visitor } = row;
  const names: Readonly<Record<string, string | undefined>> = test.by;
  const said = question === '' ? words.noQuestion : question;
  return (
    <li className={classes.row} data-open={open || undefined}>
      <div className={classes.head}>
        <RowButton className={classes.question} aria-expanded={open} aria-controls={id} aria-label={words.details(said)} onClick={onOpen}><Icon name={open ? 'chevronUp' : 'chevronDown'} size={14} />{said}</RowButton>
        <span className={classes.facts}>
          <Tag tone={handed === null ? TONES[by] : 'danger'} text={names[by] ?? by} />
          {answered === '' || MISSES.has(by) ? null : <span className={classes.answered}>{answered}</span>}
          {settled === null ? null : <Tag tone={settled === 'dismissed' ? 'neutral' : 'success'} text={words.settled[settled]} />}
          {correction === null ? null : <Tag tone="accent" text={words.corrected} />}
          {has !== null && MISSES.has(by) ? <Tag tone="success" text={words.has} /> : null}
          {muted ? <Tag tone="neutral" text={words.isMuted} /> : null}
        </span>
        <span className={classes.who}>{visitor.name}<Ago at={at} /></span>
      </div>
      {open ? (
        <div className={classes.why} id={id}>
          {handed === null ? null : <p className={classes.handed}><Icon name="handOver" size={14} />{words.handed[handed]}</p>}
          {correction === null ? null : <p className={classes.correction}>{correction.entry === null ? words.correctedNone : words.correctedTo(correction.post)}<button type="button" onClick={() => onTakeBack(row)}>{words.undo}</button></p>}
          {has !== null && MISSES.has(by) ? <p className={classes.correction}>{words.hasLead}<button type="button" onClick={() => onEdit(has.id)}>{has.post}</button></p> : null}
          {hits.length === 0 ? null : (
            <>
              <h2>{words.hits}</h2>
              <ul className={classes.hits}>{hits.map((hit) => <HitBar key={hit.id} hit={hit} bot={bot} onEdit={known.includes(hit.id) ? onEdit : null} />)}</ul>
            </>
          )}
          <div className={classes.deeds}>
            {has === null ? null : <Button size="xs" variant="default" onClick={() => onEdit(has.id)}>{words.change}</Button>}
            {question === '' || has !== null ? null : <Button size="xs" variant={MISSES.has(by) ? 'light' : 'default'} leftSection={<Icon name="plus" size={14} />} onClick={() => onMake(row)}>{words.make}</Button>}
            {question === '' || has !== null ? null : <Button size="xs" variant="default" onClick={() => onAdd(row)}>{words.add}</Button>}
            {correction !== null || MISSES.has(by) || question === '' ? null : <Button size="xs" variant="default" onClick={() => onWrong(row)}>{words.wrong}</Button>}
            <span className={classes.gap} />
            <Link className={classes.chat} href={`/ended/${conversation}`}>{words.chat}</Link>
            <Menu position="bottom-end" width={180} shadow="md">
              <Menu.Target><Button size="xs" variant="subtle" color="gray" aria-label={words.actions(visitor.name)} className={classes.menu ?? ''}><Icon name="more" size={16} /></Button></Menu.Target>
              <Menu.Dropdown><Menu.Item onClick={() => onMute(row, !muted)}>{muted ? words.unmute : words.mute}</Menu.Item></Menu.Dropdown>
            </Menu>
          </div>
        </div>
      ) : null}
    </li>
  );
}
