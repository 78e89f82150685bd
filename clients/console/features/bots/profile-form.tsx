import { Button, NumberInput, RangeSlider, SegmentedControl, Select, Switch, TagsInput, Textarea, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { LOCALES, isLocale, localeNames } from '#ui/locale.ts';
import { useDepartments } from '../../api/queries.ts';
import { useTexts } from '../../app/preferences.tsx';
import { useToast } from '../../app/toast.tsx';
import type { Bot } from './bot.ts';
import { MOST, UNHELPFUL } from './bot.ts';
import { BotRefusal } from './answers.ts';
import type { BotsApi } from './bots-api.ts';
import { usualHours } from './hours.ts';
import { HoursField } from './hours-field.tsx';
import { OutsideFields } from './outside/outside-fields.tsx';
import { useOutsideTexts } from './outside/texts/use-texts.ts';
import { flawsOf, isSame, tidied, withThresholds } from './profile.ts';
import classes from './profile-form.module.css';
import { ThresholdProposal } from './record/proposal.tsx';
import { percent } from './score.tsx';
import { useBotTexts } from './texts/use-bot-texts.ts';
import { useBotChange } from './use-bots.ts';

interface ProfileFormProps {
  readonly api: BotsApi;
  readonly bot: Bot;
  readonly bots: readonly Bot[];
  /** What is not saved yet; null for nothing. */
  readonly draft: Bot | null;
  readonly onDraft: (draft: Bot | null) => void;
}

const Group = ({ title, lead, children }: { readonly title: string; readonly lead: string; readonly children: ReactNode }) => (
  <section className={classes.group}>
    <header><h2>{title}</h2><p>{lead}</p></header>
    <div className={classes.fields}>{children}</div>
  </section>
);

/** All that a bot is, but for what it knows. Nothing changes before it is saved. */
export function ProfileForm({ api, bot, bots, draft, onDraft }: ProfileFormProps) {
  const { bots: { profile: words, refusals, ...texts }, common } = useTexts();
  const { hours: hourWords, profile: own } = useBotTexts();
  const { section: outsideWords } = useOutsideTexts();
  const { tell } = useToast();
  const save = useBotChange(api.save);
  const departments = useDepartments().data ?? [];
  const shown = draft ?? bot;
  const flaws = flawsOf(shown);
  const taken = new Set(bots.filter(({ id }) => id !== bot.id).map(({ department }) => department));
  const set = (change: Partial<Bot>) => {
    const next = { ...shown, ...change };
    if (save.isError) save.reset();
    onDraft(isSame(next, bot) ? null : next);
  };
  const submit = () => save.mutate(tidied(shown), { onSuccess: () => {
    onDraft(null);
    tell({ text: common.saved, action: { label: common.undo, run: () => save.mutate(bot) } });
  } });
  const flaw = (field: keyof Bot): string | undefined => {
    const kind = flaws[field];
    return kind === undefined || kind === 'times' ? undefined : words.flaws[kind];
  };
  const post = (field: 'assists' | 'first' | 'queued') => (
    <Switch checked={shown[field]} onChange={(event) => set({ [field]: event.currentTarget.checked })} label={texts.posts[field]} description={words.postHints[field]} />
  );
  const says = (field: 'fallback' | 'handover' | 'welcome') => (
    <Textarea autosize minRows={2} maxRows={8} label={words[field]} description={words.sayHints[field]} placeholder={words.usual} value={shown[field]} onChange={(event) => set({ [field]: event.currentTarget.value })} maxLength={MOST.words} />
  );

  return (
    <form onSubmit={(event) => { event.preventDefault(); if (Object.keys(flaws).length === 0) submit(); }}>
      <Group title={words.who} lead={words.whoLead}>
        <TextInput label={texts.name} description={texts.nameHint} value={shown.name} onChange={(event) => set({ name: event.currentTarget.value })} maxLength={MOST.name} error={flaw('name')} />
        <Select
          label={texts.department} data={departments.filter(({ archived, id }) => !archived || id === shown.department).map(({ id, name }) => ({ value: id, label: name, disabled: taken.has(id) }))} value={shown.department} allowDeselect={false}
          onChange={(department) => { if (department !== null) set({ department }); }} error={save.error instanceof BotRefusal && save.error.reason === 'taken' ? refusals.taken : undefined}
        />
        <div>
          <div className={classes.label} id="bot-language">{texts.language}</div>
          <SegmentedControl aria-labelledby="bot-language" value={shown.language} onChange={(value) => { if (isLocale(value)) set({ language: value }); }} data={LOCALES.map((value) => ({ value, label: localeNames[value] }))} />
        </div>
      </Group>
      <Group title={words.where} lead={words.whereLead}>
        {post('first')}
        <Switch
          checked={shown.closed} label={hourWords.closed} description={hourWords.closedHint}
          onChange={({ currentTarget: { checked } }) => set({ closed: checked, ...(checked && shown.hours.open.length === 0 ? { hours: usualHours(new Intl.DateTimeFormat().resolvedOptions().timeZone) } : {}) })}
        />
        {shown.closed ? <HoursField hours={shown.hours} onChange={(hours) => set({ hours })} /> : null}
        {post('queued')}{post('assists')}
      </Group>
      <Group title={words.says} lead={words.saysLead}>
        {says('welcome')}
        <NumberInput classNames={{ wrapper: classes.number ?? '' }} label={words.offered} description={words.offeredHint} value={shown.offered} min={0} max={MOST.offered} clampBehavior="strict" allowDecimal={false} onChange={(value) => set({ offered: Number(value) })} />
        {says('fallback')}
      </Group>
      <Group title={words.sure} lead={words.sureLead}>
        <ThresholdProposal api={api} bot={bot} onTaken={(thresholds) => { if (draft !== null) onDraft({ ...draft, ...thresholds }); }} />
        <div className={classes.sure}>
          <RangeSlider
            value={[shown.suggest, shown.best]} onChange={([suggest, best]) => set(withThresholds(suggest, best))} min={0.1} max={1} step={0.01} minRange={0} label={percent}
            thumbFromLabel={words.suggest} thumbToLabel={words.best}
          />
          <dl className={classes.legend}>
            <div data-tone="danger"><dt>{words.below(percent(shown.suggest))}</dt><dd>{words.unknown}</dd></div>
            <div data-tone="warning"><dt>{words.between(percent(shown.suggest), percent(shown.best))}</dt><dd>{words.asks}</dd></div>
            <div data-tone="success"><dt>{words.from(percent(shown.best))}</dt><dd>{words.answers}</dd></div>
          </dl>
        </div>
      </Group>
      <Group title={outsideWords.title} lead={outsideWords.lead}>
        <OutsideFields api={api} bot={shown} onChange={(outside) => set({ outside })} />
      </Group>
      <Group title={words.person} lead={words.personLead}>
        <NumberInput classNames={{ wrapper: classes.number ?? '' }} label={words.misses} description={words.missesHint} value={shown.misses} min={1} max={MOST.misses} clampBehavior="strict" allowDecimal={false} onChange={(value) => set({ misses: Number(value) })} error={flaw('misses')} />
        <Select label={own.unhelpful} description={own.unhelpfulHint} value={shown.unhelpful} allowDeselect={false} data={UNHELPFUL.map((value) => ({ value, label: own.unhelpfuls[value] }))} onChange={(unhelpful) => set({ unhelpful: UNHELPFUL.find((each) => each === unhelpful) ?? 'miss' })} />
        <TagsInput label={words.humanWords} description={words.humanWordsHint} placeholder={shown.humanWords.length === 0 ? words.humanWordsPlaceholder : ''} value={[...shown.humanWords]} onChange={(humanWords) => set({ humanWords })} maxTags={MOST.humanWords} error={flaw('humanWords')} />
        {says('handover')}
        <Select
          label={own.handoverTo} description={own.handoverToHint} value={shown.handoverTo} allowDeselect={false} onChange={(handoverTo) => set({ handoverTo: handoverTo ?? '' })}
          data={[{ value: '', label: own.ownDepartment }, ...departments.filter(({ archived, id }) => !archived || id === shown.handoverTo).map(({ id, name }) => ({ value: id, label: name }))]}
        />
      </Group>
      {draft === null ? null : (
        <div className={classes.bar} role="group" aria-label={texts.unsaved}>
          <span>{texts.unsaved}</span>
          <Button variant="default" onClick={() => { save.reset(); onDraft(null); }}>{common.undo}</Button>
          <Button type="submit" loading={save.isPending} disabled={Object.keys(flaws).length > 0}>{common.save}</Button>
        </div>
      )}
    </form>
  );
}
