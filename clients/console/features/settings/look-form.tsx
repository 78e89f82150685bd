import { Button, SegmentedControl, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { LOCALES, localeNames } from '#ui/locale.ts';
import type { Locale } from '#ui/locale.ts';
import { widgetWords } from '#ui/widget-words.ts';
import type { Channel } from '#wire/api.ts';
import { DEFAULT_LOOK, hexOf, isSameLook, LOOK_LIMITS } from '#wire/widget-look.ts';
import type { LookWords, WidgetLook } from '#wire/widget-look.ts';
import { useDepartmentName, useUpdateChannel } from '../../api/queries.ts';
import { FormError } from '../../app/form-error.tsx';
import { usePreferences } from '../../app/preferences.tsx';
import { useToast } from '../../app/toast.tsx';
import { forgetErrors, useFormErrors } from '../../lib/form-errors.ts';
import { useUnsaved } from '../../lib/unsaved.ts';
import classes from './look-form.module.css';
import { LookPreview } from './look-preview.tsx';

/** Where the picker begins: about the house's accent, which it cannot be told in its own terms. */
const PICKER_FROM = '#00615f';
const FIELDS = ['title', 'subtitle'] as const;

/** Colour, side and greeting of a website's widget, beside what they make of it. Nothing changes before it is saved. */
export function LookForm({ channel }: { readonly channel: Channel }) {
  const { texts: { common, widget: { look: words } }, locale } = usePreferences();
  const departmentName = useDepartmentName();
  const update = useUpdateChannel();
  const { tell } = useToast();
  const saved = channel.look ?? DEFAULT_LOOK;
  const [draft, setDraft] = useState<WidgetLook | null>(null);
  /** The language that is being written is the one that is shown. */
  const [language, setLanguage] = useState<Locale>(locale);
  const shown = draft ?? saved;
  const color = shown.color === null ? null : hexOf(shown.color);
  const isBad = shown.color !== null && color === null;
  const isChanged = draft !== null && (isBad || !isSameLook(draft, saved));
  // While it is saved, nobody knows yet what it will be compared with.
  useUnsaved(isChanged || update.isPending);
  const errors = useFormErrors(update.error);

  const set = (change: Partial<WidgetLook>): void => {
    forgetErrors(update);
    setDraft({ ...shown, ...change });
  };
  const say = (spoken: Locale, change: Partial<LookWords>): void => set({ words: { ...shown.words, [spoken]: { ...shown.words[spoken], ...change } } });
  const save = (event: FormEvent): void => {
    event.preventDefault();
    if (!isChanged || isBad) return;
    update.mutate({ id: channel.id, input: { look: { ...draft, color } } }, { onSuccess: () => {
      // What was written meanwhile stays.
      setDraft((now) => (now === draft ? null : now));
      tell({ text: common.saved });
    } });
  };

  return (
    <form className={classes.form} aria-label={`${words.title}: ${departmentName(channel.department)}`} onSubmit={save}>
      <div><p className={classes.title}>{words.title}</p><p className={classes.hint}>{words.hint}</p></div>
      <div className={classes.columns}>
        <div className={classes.fields}>
          <TextInput
            label={words.color} description={words.colorHint} placeholder={words.usualColor} value={shown.color ?? ''} spellCheck={false} autoComplete="off"
            onChange={({ currentTarget: { value } }) => set({ color: value === '' ? null : value })}
            error={isBad ? words.badColor : errors.of('look.color', words.badColor)}
            leftSection={(
              <span className={color === null ? classes.swatch : `${classes.swatch} branded`} style={{ '--brand': color ?? undefined }}>
                <input type="color" aria-label={words.pick} value={color ?? PICKER_FROM} onChange={({ currentTarget: { value } }) => set({ color: value })} />
              </span>
            )}
          />
          <div>
            <div className={classes.label} id={`side-${channel.id}`}>{words.side}</div>
            <SegmentedControl fullWidth aria-labelledby={`side-${channel.id}`} value={shown.side} onChange={(value) => set({ side: value === 'left' ? 'left' : 'right' })} data={(['left', 'right'] as const).map((value) => ({ value, label: words[value] }))} />
          </div>
          {LOCALES.map((spoken) => FIELDS.map((field) => (
            <TextInput
              key={`${spoken} ${field}`} label={words.words[field](localeNames[spoken])} placeholder={widgetWords[spoken][field]} value={shown.words[spoken][field]} maxLength={LOOK_LIMITS[field]}
              onFocus={() => setLanguage(spoken)} onChange={({ currentTarget: { value } }) => say(spoken, { [field]: value })} error={errors.of(`look.words.${spoken}.${field}`, words.badWords)}
            />
          )))}
          <p className={classes.hint}>{words.wordsHint}</p>
        </div>
        <LookPreview department={departmentName(channel.department)} language={language} look={{ ...shown, color }} />
      </div>
      <FormError text={errors.whole} />
      <div className={classes.actions}>
        <Button variant="subtle" disabled={shown.color === null && isSameLook(shown, DEFAULT_LOOK)} onClick={() => set(DEFAULT_LOOK)}>{words.usual}</Button>
        <Button type="submit" variant="default" disabled={!isChanged || isBad} loading={update.isPending}>{common.save}</Button>
      </div>
    </form>
  );
}
