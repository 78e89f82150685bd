import { ActionIcon, Button, Select, Switch, TextInput } from '@mantine/core';
import { Icon } from '../../app/icon.tsx';
import { isSystem } from './dictionary.ts';
import { MOST_OF_INTENTS, NEW_SLOT, flawOfSlots, moved } from './intent.ts';
import type { IntentSlot } from './intent.ts';
import classes from './skills.module.css';
import { useBotTexts } from './texts/use-bot-texts.ts';

interface IntentSlotsProps {
  readonly slots: readonly IntentSlot[];
  /** Names. */
  readonly dictionaries: readonly string[];
  /** Whether to say what is wrong with them. */
  readonly tells: boolean;
  readonly onChange: (slots: readonly IntentSlot[]) => void;
}

/** What it wants to know before it is done, in the order in which it asks. */
export function IntentSlots({ slots, dictionaries, tells, onChange }: IntentSlotsProps) {
  const { dictionaries: { systemHints }, intents: words } = useBotTexts();
  /** What one of the system finds; what one of their own does, they know. */
  const meaningOf = (dict: string) => (isSystem(dict) ? systemHints[dict] : undefined);
  const flawed = tells ? flawOfSlots(slots) : null;
  const flawAt = (index: number, of: 'dict' | 'name') => (flawed?.at === index && (flawed.flaw === 'slot-dict') === (of === 'dict') ? words.flaws[flawed.flaw] : undefined);
  const set = (index: number, change: Partial<IntentSlot>) => onChange(slots.map((slot, at) => (at === index ? { ...slot, ...change } : slot)));
  return (
    <div role="group" aria-label={words.slots}>
      <div className={classes.top}><div><h2>{words.slots}</h2><p>{words.slotsHint}</p></div></div>
      <ol className={classes.parts}>
        {slots.map(({ dict, name, question, requires }, index) => (
          // Its name changes while it is written.
          // oxlint-disable-next-line react/no-array-index-key
          <li key={index}>
            <div className={classes.part}>
              <TextInput label={words.slotName} value={name} maxLength={MOST_OF_INTENTS.name} onChange={(event) => set(index, { name: event.currentTarget.value.replaceAll(/\W/g, '') })} error={flawAt(index, 'name')} />
              <Select
                label={words.dictionary} description={meaningOf(dict)} inputWrapperOrder={['label', 'input', 'description', 'error']} searchable allowDeselect={false} comboboxProps={{ width: 'max-content', position: 'bottom-start' }}
                data={[...new Set([...dictionaries, ...(dict === '' ? [] : [dict])])]} value={dict === '' ? null : dict} onChange={(next) => set(index, { dict: next ?? '' })} error={flawAt(index, 'dict')}
                renderOption={({ checked, option: { value } }) => <>{checked === true ? <Icon name="check" size={14} /> : null}<div className={classes.meaning}>{value}<small>{meaningOf(value)}</small></div></>}
              />
              <div className={classes.buttons}>
                <ActionIcon variant="subtle" color="gray" size={32} aria-label={words.earlier(name)} disabled={index === 0} onClick={() => onChange(moved(slots, index, index - 1))}><Icon name="chevronUp" size={16} /></ActionIcon>
                <ActionIcon variant="subtle" color="gray" size={32} aria-label={words.later(name)} disabled={index === slots.length - 1} onClick={() => onChange(moved(slots, index, index + 1))}><Icon name="chevronDown" size={16} /></ActionIcon>
                <ActionIcon variant="subtle" color="gray" size={32} aria-label={words.removeSlot(name)} onClick={() => onChange(slots.filter((_, at) => at !== index))}><Icon name="trash" size={16} /></ActionIcon>
              </div>
            </div>
            <div className={classes.after}>
              <Switch label={words.required} checked={requires} onChange={(event) => set(index, { requires: event.currentTarget.checked })} />
              {requires ? <TextInput label={words.question} placeholder={words.questionPlaceholder} value={question} maxLength={MOST_OF_INTENTS.question} onChange={(event) => set(index, { question: event.currentTarget.value })} /> : null}
            </div>
          </li>
        ))}
      </ol>
      <Button size="xs" variant="subtle" leftSection={<Icon name="plus" size={14} />} disabled={slots.length >= MOST_OF_INTENTS.slots} onClick={() => onChange([...slots, NEW_SLOT])}>{words.addSlot}</Button>
    </div>
  );
}
