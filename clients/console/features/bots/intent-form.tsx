import { Button, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { FormEvent } from 'react';
import { useTexts } from '../../app/preferences.tsx';
import { useToast } from '../../app/toast.tsx';
import type { BotsApi } from './bots-api.ts';
import { useFlawedField } from '../../lib/use-flawed-field.ts';
import formClasses from './entry-form.module.css';
import { MOST_OF_INTENTS, NAME, flawOfIntent, linesIn, slotsIn, withSlot } from './intent.ts';
import type { Intent } from './intent.ts';
import { IntentCompletion } from './intent-completion.tsx';
import { IntentSlots } from './intent-slots.tsx';
import { MarkedArea } from './marked-area.tsx';
import type { FormInDrawer } from '../../app/form-drawer.tsx';
import classes from './skills.module.css';
import { useBotTexts } from './texts/use-bot-texts.ts';
import { useBotChange } from './use-bots.ts';

interface IntentFormProps extends FormInDrawer {
  readonly api: BotsApi;
  readonly bot: string;
  readonly intent: Intent;
  readonly isNew: boolean;
  /** Names. */
  readonly dictionaries: readonly string[];
}

/** An intent, as somebody writes it. */
export function IntentForm({ api, bot, intent, isNew, dictionaries, onDirty, onClose }: IntentFormProps) {
  const { common } = useTexts();
  const words = useBotTexts().intents;
  const { tell } = useToast();
  const [shown, setShown] = useState(intent);
  const [text, setText] = useState(intent.utters.join('\n'));
  /** How often somebody tried to save what cannot be. */
  const [vain, setVain] = useState(0);
  const form = useFlawedField(vain);
  const save = useBotChange((whole: Intent) => api.saveIntent(bot, whole, isNew));
  const whole: Intent = { ...shown, utters: linesIn(text) };
  const flaw = flawOfIntent(whole);
  const told = vain > 0 || flaw === 'long-utter' || flaw === 'many-utters' || flaw === 'long-reply' || (flaw === 'bad-name' && shown.name !== '') ? flaw : null;
  const dirty = JSON.stringify(shown) !== JSON.stringify(intent) || text !== intent.utters.join('\n');
  useEffect(() => onDirty(dirty), [dirty, onDirty]);
  const names = new Set(shown.slots.map(({ name }) => name));
  const marked = slotsIn(text);
  const unknown = [...new Set(marked.map(({ name }) => name))].filter((name) => !names.has(name) && NAME.test(name));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (flaw !== null) return setVain(vain + 1);
    save.mutate(whole, { onSuccess: () => {
      tell({ text: words.saved, detail: whole.name });
      onClose();
    } });
  };
  return (
    <form ref={form} className={formClasses.form} onSubmit={submit}>
      <TextInput
        data-autofocus={isNew || undefined} label={words.name} description={words.nameHint} value={shown.name} readOnly={!isNew} variant={isNew ? 'default' : 'filled'} maxLength={MOST_OF_INTENTS.name} placeholder={words.namePlaceholder}
        onChange={(event) => setShown({ ...shown, name: event.currentTarget.value })} error={told === 'no-name' || told === 'bad-name' ? words.flaws[told] : undefined}
      />
      <TextInput label={words.description} value={shown.description} maxLength={MOST_OF_INTENTS.description} onChange={(event) => setShown({ ...shown, description: event.currentTarget.value })} />
      <MarkedArea
        label={<>{words.utters}{whole.utters.length === 0 ? null : <span className={formClasses.number}>{whole.utters.length}</span>}</>} description={words.uttersHint} placeholder={words.uttersPlaceholder}
        value={text} onChange={setText} marks={marked.map(({ from, name, to }) => ({ from, to, tone: names.has(name) ? 'accent' : 'warning' }))}
        error={told === 'many-utters' || told === 'long-utter' ? words.flaws[told] : undefined}
      />
      {unknown.length === 0 ? null : (
        <div className={classes.chips}>{words.unknown}{unknown.map((name) => <Button key={name} size="compact-xs" variant="light" onClick={() => setShown({ ...shown, slots: withSlot(shown.slots, name, dictionaries) })}>{words.makeSlot(name)}</Button>)}</div>
      )}
      <IntentSlots slots={shown.slots} dictionaries={dictionaries} tells={vain > 0} onChange={(slots) => setShown({ ...shown, slots })} />
      <IntentCompletion completion={shown.completion} slots={shown.slots} flaw={told === 'reply-slot' || told === 'long-reply' ? told : null} onChange={(completion) => setShown({ ...shown, completion })} />
      <div className={formClasses.actions}>
        <Button variant="default" onClick={onClose}>{common.cancel}</Button>
        <Button type="submit" loading={save.isPending} disabled={!dirty && !isNew}>{common.save}</Button>
      </div>
    </form>
  );
}
