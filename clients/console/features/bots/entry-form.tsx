import { ActionIcon, Button, Switch, TagsInput, Textarea, TextInput, Tooltip } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { useEffect, useRef, useState } from 'react';
import type { FormEvent } from 'react';
import { Icon } from '../../app/icon.tsx';
import { useTexts } from '../../app/preferences.tsx';
import { useToast } from '../../app/toast.tsx';
import { forgetErrors } from '../../lib/form-errors.ts';
import { useFlawedField } from '../../lib/use-flawed-field.ts';
import { keysShown } from '../commands/command.ts';
import { SameQuestion } from './answers.ts';
import type { Bot, Entry } from './bot.ts';
import { MOST } from './bot.ts';
import type { BotsApi } from './bots-api.ts';
import classes from './entry-form.module.css';
import { flawOf } from './read-entries.ts';
import { useBotTexts } from './texts/use-bot-texts.ts';
import { useBotChange } from './use-bots.ts';

interface EntryFormProps {
  readonly api: BotsApi;
  readonly bot: Bot;
  readonly entry: Entry;
  /** What it begins with, where that is not saved yet. Default: the entry. */
  readonly begun?: Entry | undefined;
  /** To be written into another entry, which has the question already. */
  readonly onInstead: (id: string, written: Entry) => void;
  readonly categories: readonly string[];
  readonly onClose: () => void;
  readonly onDirty: (dirty: boolean) => void;
}

const linesOf = (text: string): readonly string[] => [...new Set(text.split('\n').map((line) => line.trim()).filter((line) => line !== ''))];

interface RepliesProps {
  readonly replies: readonly string[];
  /** What is wrong with them. */
  readonly flaw: string | undefined;
  readonly onChange: (replies: readonly string[]) => void;
}

/** Several are said one after the other. */
function Replies({ replies, flaw, onChange }: RepliesProps) {
  const { bots: { knowledge: words } } = useTexts();
  const fields = useRef<HTMLDivElement>(null);
  const focusLast = () => requestAnimationFrame(() => fields.current?.querySelector<HTMLElement>('li:last-child textarea')?.focus());
  return (
    <div ref={fields}>
      <div className={classes.label}>{words.replies}<p>{words.repliesHint}</p></div>
      <ol className={classes.replies}>
        {replies.map((reply, index) => (
          // They have no other name than their place.
          // oxlint-disable-next-line react/no-array-index-key
          <li key={index}>
            <Textarea autosize minRows={2} maxRows={12} aria-label={words.reply(index + 1)} value={reply} maxLength={MOST.reply} onChange={(event) => onChange(replies.with(index, event.currentTarget.value))} error={index === 0 ? flaw : undefined} />
            {replies.length < 2 ? null : <Tooltip label={words.removeReply(index + 1)}><ActionIcon variant="subtle" color="gray" size={28} aria-label={words.removeReply(index + 1)} onClick={() => onChange(replies.toSpliced(index, 1))}><Icon name="close" size={15} /></ActionIcon></Tooltip>}
          </li>
        ))}
      </ol>
      {replies.length >= MOST.replies ? null : <Button size="xs" variant="subtle" leftSection={<Icon name="plus" size={14} />} onClick={() => { onChange([...replies, '']); focusLast(); }}>{words.addReply}</Button>}
    </div>
  );
}

/** An entry, as it is written. */
export function EntryForm({ api, bot, entry, begun = entry, categories, onClose, onDirty, onInstead }: EntryFormProps) {
  const { bots: { knowledge: words }, common } = useTexts();
  const texts = useBotTexts();
  const { tell } = useToast();
  const [shown, setShown] = useState(begun);
  const [similar, setSimilar] = useState(begun.similar.join('\n'));
  /** How often somebody tried to save what cannot be. */
  const [vain, setVain] = useState(0);
  const form = useFlawedField(vain);
  const put = useBotChange((whole: Entry) => api.put(bot.id, whole), (error) => error instanceof SameQuestion);
  const whole: Entry = { ...shown, post: shown.post.trim(), similar: linesOf(similar), replies: shown.replies.map((reply) => reply.trim()).filter((reply) => reply !== '') };
  const flaw = flawOf(whole);
  const told = vain > 0 || flaw === 'long-question' || flaw === 'many-similar' || flaw === 'too-large' ? flaw : null;
  const dirty = JSON.stringify(shown) !== JSON.stringify(entry) || similar !== entry.similar.join('\n');
  useEffect(() => onDirty(dirty), [dirty, onDirty]);
  const change = (changed: Partial<Entry>) => {
    forgetErrors(put);
    setShown({ ...shown, ...changed });
  };
  const same = put.error instanceof SameQuestion ? put.error.entry : null;
  const save = (event?: FormEvent) => {
    event?.preventDefault();
    if (flaw !== null) return setVain(vain + 1);
    put.mutate(whole, {
      onSuccess: () => {
        tell({ text: words.saved, detail: whole.post });
        onClose();
      },
      onError: () => setVain(vain + 1),
    });
  };
  useHotkeys([['mod+Enter', () => save()]], []);
  const needed = told === 'no-entry';
  return (
    <form ref={form} className={classes.form} onSubmit={save}>
      <TextInput
        data-autofocus label={words.question} description={words.questionHint} value={shown.post} maxLength={MOST.question} onChange={(event) => change({ post: event.currentTarget.value })}
        error={needed || told === 'no-question' ? words.flaws['no-question'] : same === null ? undefined : <>{texts.same} {same.post} <button type="button" className={classes.instead} onClick={() => onInstead(same.id, whole)}>{texts.editSame}</button></>}
      />
      <Replies replies={shown.replies} flaw={needed || told === 'no-reply' ? words.flaws['no-reply'] : undefined} onChange={(replies) => change({ replies })} />
      <Textarea
        autosize minRows={3} maxRows={14} label={<>{words.similar}{whole.similar.length === 0 ? null : <span className={classes.number}>{whole.similar.length}</span>}</>} description={words.similarHint}
        value={similar} onChange={(event) => setSimilar(event.currentTarget.value)} error={told === 'long-question' || told === 'many-similar' || told === 'too-large' ? words.flaws[told] : undefined}
      />
      <TagsInput label={words.categories} description={words.categoriesHint} data={[...categories]} value={[...shown.categories]} onChange={(next) => change({ categories: next.map((each) => each.slice(0, MOST.category)) })} maxTags={MOST.categories} clearable />
      <Switch label={words.enabled} description={words.enabledHint} checked={shown.enabled} onChange={(event) => change({ enabled: event.currentTarget.checked })} />
      <div className={classes.actions}>
        <Button variant="default" onClick={onClose}>{common.cancel}</Button>
        <Button type="submit" loading={put.isPending} disabled={!dirty && shown.id !== undefined} rightSection={<span className={classes.keys} aria-hidden="true">{keysShown('mod+enter').map((key) => <kbd key={key}>{key}</kbd>)}</span>}>{common.save}</Button>
      </div>
    </form>
  );
}
