import { Button, Select, Textarea, TextInput } from '@mantine/core';
import { useRef, useState } from 'react';
import type { FormEvent } from 'react';
import { useTexts } from '../../app/preferences.tsx';
import { useToast } from '../../app/toast.tsx';
import { useCaret } from '../../lib/use-caret.ts';
import type { FormOfSkill } from '../bots/skill-drawer.tsx';
import type { RepliesApi } from './replies-api.ts';
import { flawsOf, MOST, type Reply, type Words } from './reply.ts';
import classes from './replies.module.css';
import { useReplyTexts } from './texts/use-reply-texts.ts';
import { useReplyDeed, useWhose } from './use-replies.ts';

export interface ShelfOption {
  readonly value: string;
  readonly label: string;
}

interface ReplyFormProps extends FormOfSkill {
  readonly api: RepliesApi;
  readonly shelves: readonly ShelfOption[];
  /** Null for a new one. */
  readonly known: Reply | null;
}

const FILLS = ['name', 'agent', 'department'] as const;
const KNOWN = /^\{\{\s*(?:name|agent|department)\s*(?:\|[^{}]*)?\}\}$/i;
const BLANK: Words = { title: '', shortcut: '', text: '' };

/** Writes a reply, or shows one that is not the reader's to change. */
export function ReplyForm({ api, shelves, known, onDirty, onClose }: ReplyFormProps) {
  const { common } = useTexts();
  const words = useReplyTexts();
  const whose = useWhose();
  const { tell } = useToast();
  const [reply, setReply] = useState<Words>(() => (known === null ? BLANK : { title: known.title, shortcut: known.shortcut, text: known.text }));
  const [shelf, setShelf] = useState(known?.shelf ?? shelves[0]?.value ?? '');
  const [tried, setTried] = useState(false);
  const area = useRef<HTMLTextAreaElement>(null);
  const change = (part: Partial<Words>): void => {
    setReply((before) => ({ ...before, ...part }));
    onDirty(true);
  };
  const keep = useReplyDeed(async () => (known === null ? api.add(shelf, reply) : api.change(known, shelf, reply)));
  const readOnly = known?.writable === false;
  const flaws = flawsOf(reply);
  const flaw = (field: keyof Words): { readonly error?: string } => (tried && flaws.includes(field) ? { error: words.flaws[field] } : {});
  const save = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (flaws.length === 0 && !keep.isPending) keep.mutate(undefined, { onSuccess: () => { tell({ text: words.saved, detail: reply.title.trim() }); onClose(); } });
  };
  const putCaret = useCaret(area, reply.text);
  const insert = (fill: (typeof FILLS)[number]): void => {
    const { selectionEnd, selectionStart } = area.current ?? { selectionStart: reply.text.length, selectionEnd: reply.text.length };
    const placeholder = fill === 'name' ? `{{name|${words.otherwise}}}` : `{{${fill}}}`;
    const text = reply.text.slice(0, selectionStart) + placeholder + reply.text.slice(selectionEnd);
    if (text.length > MOST.text) return;
    putCaret(selectionStart + placeholder.length);
    change({ text });
  };
  const strangers = (reply.text.match(/\{\{[^{}]*\}\}/g) ?? []).filter((placeholder) => !KNOWN.test(placeholder));
  return (
    <form className={classes.form} onSubmit={save}>
      {readOnly ? <p className={classes.note}>{words.readOnly}</p> : null}
      <div className={classes.two}>
        <TextInput data-autofocus={!readOnly || undefined} label={words.name} placeholder={words.namePlaceholder} value={reply.title} maxLength={MOST.title} readOnly={readOnly} autoComplete="off" onChange={({ currentTarget: { value } }) => change({ title: value })} {...flaw('title')} />
        <TextInput label={words.shortcut} placeholder={readOnly ? '' : words.shortcutPlaceholder} leftSection="/" value={reply.shortcut} maxLength={33} readOnly={readOnly} autoComplete="off" onChange={({ currentTarget: { value } }) => change({ shortcut: value.replace(/^\//, '') })} {...flaw('shortcut')} />
      </div>
      <div>
        <Textarea ref={area} label={words.text} autosize minRows={6} maxRows={18} value={reply.text} maxLength={MOST.text} readOnly={readOnly} onChange={({ currentTarget: { value } }) => change({ text: value })} {...flaw('text')} />
        {readOnly ? null : (
          <div className={classes.fills}>
            <span>{words.insert}</span>
            {FILLS.map((fill) => <Button key={fill} size="compact-xs" variant="default" onClick={() => insert(fill)}>{words.fills[fill]}</Button>)}
            <span className={classes.count}>{reply.text.length}/{MOST.text}</span>
          </div>
        )}
        <p className={classes.hint}>{words.fillsHint}</p>
        {strangers[0] === undefined ? null : <p className={classes.note} role="status">{words.stranger(strangers[0])}</p>}
      </div>
      {readOnly
        ? <TextInput label={words.whose} value={whose(shelf)} readOnly />
        : <Select label={words.whose} data={[...shelves]} value={shelf} allowDeselect={false} onChange={(value) => { if (value !== null) { setShelf(value); onDirty(true); } }} />}
      <div className={classes.actions}>
        <Button variant="default" onClick={onClose}>{readOnly ? common.close : common.cancel}</Button>
        {readOnly ? null : <Button type="submit" loading={keep.isPending}>{words.save}</Button>}
      </div>
    </form>
  );
}
