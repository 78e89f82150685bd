import { Modal, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { Choice } from '../../../app/choice.tsx';
import { Icon } from '../../../app/icon.tsx';
import { useTexts } from '../../../app/preferences.tsx';
import type { Bot, Hit } from '../bot.ts';
import type { BotsApi } from '../bots-api.ts';
import { percent } from '../score.tsx';
import { EVERYTHING, useEntries } from '../use-bots.ts';
import classes from './pick-entry.module.css';
import { useRecordTexts } from './texts/use-texts.ts';

interface PickEntryProps {
  readonly api: BotsApi;
  readonly bot: Bot;
  /** What an entry is chosen for; null: the dialog is closed. */
  readonly question: string | null;
  /** Entries that come near. */
  readonly hits: readonly Hit[];
  readonly onPick: (entry: { readonly id: string; readonly post: string }) => void;
  /** Where none of them is an answer as well. */
  readonly onNone?: (() => void) | undefined;
  readonly onClose: () => void;
}

/** While one types nothing is asked, ms. */
const TYPING_MS = 200;
const MOST_SHOWN = 8;

function Choices({ api, bot, hits, question, onNone, onPick }: PickEntryProps & { readonly question: string }) {
  const words = useRecordTexts().pick;
  const [text, setText] = useState('');
  const [query] = useDebouncedValue(text.trim(), TYPING_MS);
  const { data } = useEntries(api, bot.id, { ...EVERYTHING, query });
  const near = query === '' ? hits : [];
  const rest = (data?.entries ?? []).filter(({ id }) => near.every((hit) => hit.id !== id)).slice(0, MOST_SHOWN);
  return (
    <>
      <p className={classes.lead}>{words.lead(question)}</p>
      <TextInput data-autofocus type="search" leftSection={<Icon name="search" size={16} />} aria-label={words.search} placeholder={words.search} value={text} maxLength={200} onChange={(event) => setText(event.currentTarget.value)} />
      {near.length === 0 ? null : <><h3 className={classes.title}>{words.near}</h3><ul className={classes.list}>{near.map(({ id, post, score }) => <li key={id}><Choice onClick={() => onPick({ id, post })}><span className={classes.name}>{post}</span><span className={classes.score}>{percent(score)}</span></Choice></li>)}</ul></>}
      {rest.length === 0 ? null : <><h3 className={classes.title}>{words.all}</h3><ul className={classes.list}>{rest.map(({ id, post }) => <li key={id}><Choice onClick={() => onPick({ id, post })}>{post}</Choice></li>)}</ul></>}
      {query !== '' && data !== undefined && rest.length === 0 ? <p className={classes.nothing}>{words.nothing}</p> : null}
      {onNone === undefined ? null : <div className={classes.none}><Choice onClick={onNone}><span className={classes.name}>{words.none}</span><small>{words.noneLead}</small></Choice></div>}
    </>
  );
}

/** Which entry a question belongs to. */
export function PickEntry(props: PickEntryProps) {
  const { common } = useTexts();
  const words = useRecordTexts().pick;
  const { question, onClose } = props;
  return (
    <Modal opened={question !== null} onClose={onClose} title={words.title} size={520} closeButtonProps={{ 'aria-label': common.close }}>
      {question === null ? null : <Choices {...props} question={question} />}
    </Modal>
  );
}
