import { Button, NumberInput, SegmentedControl, Textarea, TextInput } from '@mantine/core';
import { useId, useLayoutEffect, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { formatFull, inARow } from '#ui/format.ts';
import { Confirm } from '../../app/confirm.tsx';
import { PageHead } from '../../app/page-head.tsx';
import { usePreferences } from '../../app/preferences.tsx';
import { useToast } from '../../app/toast.tsx';
import { useUnsaved } from '../../lib/unsaved.ts';
import { useNow } from '../../lib/use-now.ts';
import { AudienceCard } from './audience-card.tsx';
import { asksFallback, asksName, MAX_TEXT, reachableOf, type Broadcast, type Draft, type Whom } from './broadcast.ts';
import { BroadcastRefusal, type BroadcastsApi } from './broadcasts-api.ts';
import page from './broadcasts.module.css';
import classes from './draft-form.module.css';
import { localTime, timeIn, timeZone } from './local-time.ts';
import { ReaderPreview } from './reader-preview.tsx';
import { RemoveButton } from './remove-button.tsx';
import { StageTag } from './standing.tsx';
import { TextNotes, useTextNotes } from './text-notes.tsx';
import { useBroadcastTexts } from './texts/use-broadcast-texts.ts';
import { placeOf, useAudience, useDeed, usePlaces } from './use-broadcasts.ts';
import { WhomFields } from './whom-fields.tsx';

interface DraftFormProps {
  readonly api: BroadcastsApi;
  /** Null for one that nobody has saved. */
  readonly known: Broadcast | null;
  readonly given: Draft;
}

/** A broadcast that has not begun: whom it is for, what it says, and when. */
export function DraftForm({ api, known, given }: DraftFormProps) {
  const { locale, texts: { common } } = usePreferences();
  const words = useBroadcastTexts();
  const { tell } = useToast();
  const [, navigate] = useLocation();
  const [draft, setDraft] = useState<Draft>(() => ({ title: given.title, text: given.text, fallback: given.fallback, whom: given.whom, perMinute: given.perMinute }));
  const [later, setLater] = useState(known?.at != null);
  const [at, setAt] = useState(() => (known?.at == null ? '' : localTime(known.at)));
  const when = later ? at : '';
  /** The words as they were kept last, and the time as it was scheduled. */
  const [saved, setSaved] = useState({ draft, when });
  const written = JSON.stringify({ draft, when });
  const release = useUnsaved(written !== JSON.stringify(saved));
  /** As it is by the time that something was done with what it was. */
  const newest = useRef(written);
  useLayoutEffect(() => { newest.current = written; }, [written]);
  const [tried, setTried] = useState(false);
  const [asking, setAsking] = useState(false);
  const [heading, area, time] = [useRef<HTMLInputElement>(null), useRef<HTMLTextAreaElement>(null), useRef<HTMLInputElement>(null)];
  const barred = useId();
  const { data: places } = usePlaces(api);
  const { counted, done } = useAudience(api, draft.whom);
  const notes = useTextNotes(draft, counted);

  const change = (part: Partial<Draft>): void => setDraft((before) => ({ ...before, ...part }));
  const changeWhom = (part: Partial<Whom>): void => setDraft((before) => ({ ...before, whom: { ...before.whom, ...part } }));
  const chosen = timeIn(at);
  const now = useNow(10_000);
  const flaws = { title: draft.title.trim() === '', text: draft.text.trim() === '', at: later && (chosen === null || chosen <= now) };
  const isWhole = !flaws.title && !flaws.text;
  /** Why it cannot be sent, of what is seen to be wrong: nobody is blamed for what they have not come to yet. */
  const bars = [...(tried && flaws.title ? [words.first.title] : []), ...(tried && flaws.text ? [words.first.text] : []), ...notes.flaws, ...(tried && flaws.at ? [words.flaws.past] : [])];

  // What this form is kept as: whatever fails after that, the same one is sent the next time, and never another beside it.
  const kept = useRef(known?.id ?? null);
  const keepIt = async (): Promise<{ readonly id: string }> => {
    const { id } = await api.keep(draft, kept.current);
    kept.current = id;
    setSaved((before) => ({ ...before, draft }));
    return { id };
  };
  const keep = useDeed((_: null) => keepIt());
  const leave = useDeed(async (time: number | null) => api.send((await keepIt()).id, time));
  const withdraw = useDeed(api.withdraw);

  /** Elsewhere, with all of it done. */
  const lead = (id?: string): void => {
    release();
    navigate(placeOf(id), { replace: id !== undefined });
  };
  // One that has begun without our knowing of it is to be seen.
  const onError = (error: unknown): void => {
    if (kept.current !== null && error instanceof BroadcastRefusal && error.reason === 'late') lead(kept.current);
  };
  // What was written meanwhile stays where it is, to be kept as the same one the next time.
  const leadUnlessWritten = (id?: string): void => { if (newest.current === written) lead(id); };
  const save = (): void => {
    setTried(true);
    if (isWhole) keep.mutate(null, { onSuccess: ({ id }) => { tell({ text: words.saved }); if (known === null) leadUnlessWritten(id); }, onError });
  };
  const send = (): void => {
    setTried(true);
    // The button is out of reach then.
    if (flaws.title) heading.current?.focus();
    else if (flaws.text) area.current?.focus();
    else if (flaws.at) time.current?.focus();
    if (!isWhole || flaws.at) return;
    if (!later) setAsking(true);
    else leave.mutate(chosen, { onSuccess: () => { setSaved({ draft, when }); tell({ text: words.scheduled(formatFull(chosen ?? 0, locale)) }); leadUnlessWritten(); }, onError });
  };
  const sendNow = (): void => {
    leave.mutate(null, { onSuccess: ({ id }) => { tell({ text: words.begun }); lead(id); }, onError });
  };
  const insertName = (): void => {
    const { selectionEnd, selectionStart } = area.current ?? { selectionStart: draft.text.length, selectionEnd: draft.text.length };
    change({ text: `${draft.text.slice(0, selectionStart)}{{name}}${draft.text.slice(selectionEnd)}`.slice(0, MAX_TEXT) });
    area.current?.focus();
  };
  const flaw = (is: boolean, text: string): { readonly error?: string } => (tried && is ? { error: text } : {});

  return (
    <div data-titled>
      <PageHead back={{ label: words.back, href: placeOf() }} title={draft.title.trim() === '' ? words.add : draft.title}>
        {known === null ? null : <StageTag stage={known.stage} />}
      </PageHead>
      <div className={page.columns}>
        <div className={page.form}>
          {known?.heldAt == null ? null : <p className={page.note} role="status">{(notes.flaws.length > 0 ? words.heldFlawed : words.heldLead)(formatFull(known.heldAt, locale))}</p>}
          <section>
            <TextInput ref={heading} label={words.name} description={words.nameHint} placeholder={words.namePlaceholder} value={draft.title} maxLength={120} autoComplete="off" onChange={({ currentTarget: { value } }) => change({ title: value })} {...flaw(flaws.title, words.flaws.needed)} />
          </section>
          <section>
            <h2>{words.who}</h2>
            <WhomFields whom={draft.whom} places={places} onChange={changeWhom} />
          </section>
          <section>
            <h2>{words.what}</h2>
            <Textarea ref={area} label={words.text} autosize minRows={4} maxRows={16} maxLength={MAX_TEXT} value={draft.text} onChange={({ currentTarget: { value } }) => change({ text: value })} {...flaw(flaws.text, words.flaws.needed)} />
            <div className={classes.under}>
              <Button size="compact-xs" variant="default" onClick={insertName}>{words.insertName}</Button>
              <span className="tabular">{draft.text.length}/{MAX_TEXT}</span>
            </div>
            {asksName(draft.text) ? <p className={page.quiet}>{words.fillsHint}</p> : null}
            {asksFallback(draft.text) ? <TextInput label={words.fallback} placeholder={words.fallbackPlaceholder} value={draft.fallback} maxLength={60} autoComplete="off" onChange={({ currentTarget: { value } }) => change({ fallback: value })} /> : null}
            <TextNotes {...notes} />
            {places?.stopWords[0] === undefined ? null : <p className={page.quiet}>{words.stopHint(places.stopWords[0])}</p>}
          </section>
          <section>
            <h2>{words.when}</h2>
            <SegmentedControl aria-label={words.when} value={later ? 'later' : 'now'} data={[{ value: 'now', label: words.now }, { value: 'later', label: words.later }]} onChange={(value) => setLater(value === 'later')} />
            {later ? <TextInput ref={time} type="datetime-local" label={words.at} description={words.zone(timeZone())} value={at} onChange={({ currentTarget: { value } }) => setAt(value)} {...flaw(flaws.at, words.flaws.past)} /> : null}
            <NumberInput label={words.pace} description={words.paceHint} min={1} max={6_000} allowDecimal={false} value={draft.perMinute ?? ''} onChange={(value) => change({ perMinute: typeof value === 'number' ? value : null })} {...(places === undefined ? {} : { placeholder: [...new Set(places.accounts.map(({ perMinute }) => perMinute))].join(', ') })} />
          </section>
        </div>
        <aside className={page.aside}>
          <AudienceCard counted={counted} done={done} places={places} />
          <ReaderPreview draft={draft} />
        </aside>
      </div>
      <footer className={classes.foot}>
        {known === null ? null : <RemoveButton api={api} broadcast={known} onRemoved={release} />}
        <span className={classes.gap} id={barred}>{bars[0]}</span>
        {known?.stage === 'scheduled' ? <Button variant="default" loading={withdraw.isPending} onClick={() => withdraw.mutate(known.id, { onSuccess: () => { setLater(false); setSaved((before) => ({ ...before, when: '' })); tell({ text: words.withdrawn }); } })}>{words.withdraw}</Button> : null}
        <Button variant="default" loading={keep.isPending} disabled={leave.isPending} onClick={save}>{known?.stage === 'scheduled' ? common.save : words.save}</Button>
        <Button loading={leave.isPending} disabled={keep.isPending || bars.length > 0} {...(bars.length > 0 ? { 'aria-describedby': barred } : {})} onClick={send}>{later ? words.schedule : words.send}</Button>
      </footer>
      <Confirm opened={asking} title={words.sendTo(counted === undefined ? 0 : reachableOf(counted))} lead={inARow([...notes.notes, words.sendLead], locale)} action={words.sendNow} color="accent" onClose={() => setAsking(false)} onConfirm={sendNow} />
    </div>
  );
}
