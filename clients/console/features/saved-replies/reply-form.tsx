import { Button, Select, Textarea, TextInput } from '@mantine/core';
import { useRef, useState } from 'react';
import type { FormEvent } from 'react';
import { strangersIn } from '#domain/placeholders.ts';
import { formatList } from '#ui/format.ts';
import { usePreferences } from '../../app/preferences.tsx';
import { useToast } from '../../app/toast.tsx';
import { useCaret } from '../../lib/use-caret.ts';
import type { FormInDrawer } from '../../app/form-drawer.tsx';
import { ReplyRefusal, type RepliesApi } from './replies-api.ts';
import { FILLS, flawsOf, MOST, type Reply, type Words } from './reply.ts';
import { ReplyConflict } from './reply-conflict.tsx';
import type { ShelfOption } from './shelves.ts';
import classes from './replies.module.css';
import { useReplyTexts } from './texts/use-reply-texts.ts';
import { useReplyDeed, useSharing, useWhose } from './use-replies.ts';

interface ReplyFormProps extends FormInDrawer {
  readonly api: RepliesApi;
  readonly shelves: readonly ShelfOption[];
  /** Null for a new one. */
  readonly known: Reply | null;
}

const BLANK: Words = { title: '', shortcut: '', text: '' };
const wordsOf = ({ shortcut, text, title }: Words): Words => ({ title, shortcut, text });

/** Writes a reply, or shows one that is not the reader's to change. */
export function ReplyForm({ api, shelves, known, onDirty, onClose }: ReplyFormProps) {
  const { locale, texts: { common } } = usePreferences();
  const words = useReplyTexts();
  const whose = useWhose();
  const { tell } = useToast();
  const [reply, setReply] = useState<Words>(() => wordsOf(known ?? BLANK));
  /** What was there when the reader began: it is read again meanwhile, and must not be taken for what they saw. */
  const [base, setBase] = useState(known);
  const [theirs, setTheirs] = useState<Reply | null>(null);
  const [shelf, setShelf] = useState(known?.shelf ?? shelves[0]?.value ?? '');
  const [tried, setTried] = useState(false);
  const area = useRef<HTMLTextAreaElement>(null);
  const change = (part: Partial<Words>): void => {
    setReply((before) => ({ ...before, ...part }));
    onDirty(true);
  };
  const keep = useReplyDeed(async (over: Reply | null) => (over === null ? api.add(shelf, reply) : api.change(over, shelf, reply)));
  const readOnly = known?.writable === false;
  const flaws = flawsOf(reply);
  const { others, slips } = strangersIn(reply.text, FILLS);
  const sharing = useSharing(api, known?.id ?? null, readOnly || flaws.includes('shortcut') ? '' : reply.shortcut.trim());
  const [taken, beside] = [sharing.find((one) => one.shelf === shelf), sharing.find((one) => one.shelf !== shelf)];
  const flaw = (field: keyof Words): { readonly error?: string } => {
    if (field === 'shortcut' && taken !== undefined) return { error: words.shortcutTaken(taken.title) };
    if (field === 'text' && slips.length > 0) return { error: words.slips(formatList(slips, locale)) };
    return tried && flaws.includes(field) ? { error: words.flaws[field] } : {};
  };
  const write = (over: Reply | null): void => keep.mutate(over, {
    onSuccess: () => { tell({ text: words.saved, detail: reply.title.trim() }); onClose(); },
    onError: (error) => setTheirs(error instanceof ReplyRefusal ? error.theirs : null),
  });
  const save = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (flaws.length === 0 && taken === undefined && !keep.isPending) write(base);
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
  return (
    <form className={classes.form} onSubmit={save}>
      {readOnly ? <p className={classes.note}>{words.readOnly}</p> : null}
      <div className={classes.two}>
        <TextInput data-autofocus={!readOnly || undefined} label={words.name} placeholder={words.namePlaceholder} value={reply.title} maxLength={MOST.title} readOnly={readOnly} autoComplete="off" onChange={({ currentTarget: { value } }) => change({ title: value })} {...flaw('title')} />
        <TextInput label={words.shortcut} placeholder={readOnly ? '' : words.shortcutPlaceholder} leftSection="/" value={reply.shortcut} maxLength={33} readOnly={readOnly} autoComplete="off" onChange={({ currentTarget: { value } }) => change({ shortcut: value.replace(/^\//, '') })} {...flaw('shortcut')} />
      </div>
      {beside === undefined || taken !== undefined ? null : <p className={classes.note} role="status">{words.shortcutBeside(beside.title, whose(beside.shelf))}</p>}
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
        {others.length === 0 ? null : <p className={classes.note} role="status">{words.strangers(formatList(others, locale), others.length)}</p>}
      </div>
      {readOnly
        ? <TextInput label={words.whose} value={whose(shelf)} readOnly />
        : <Select label={words.whose} data={shelves.some(({ value }) => value === shelf) ? [...shelves] : [...shelves, { value: shelf, label: whose(shelf) }]} value={shelf} allowDeselect={false} onChange={(value) => { if (value !== null) { setShelf(value); onDirty(true); } }} />}
      {theirs === null || base === null ? null : <ReplyConflict base={base} theirs={theirs} onMine={() => write(theirs)} onTheirs={() => { setReply(wordsOf(theirs)); setBase(theirs); setTheirs(null); }} />}
      <div className={classes.actions}>
        <Button variant="default" onClick={onClose}>{readOnly ? common.close : common.cancel}</Button>
        {readOnly ? null : <Button type="submit" loading={keep.isPending}>{words.save}</Button>}
      </div>
    </form>
  );
}
