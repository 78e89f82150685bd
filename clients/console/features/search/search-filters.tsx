import { ActionIcon, Button, Popover, Select, TextInput, Tooltip } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { colleaguesQuery, useDepartments } from '../../api/queries.ts';
import { Icon } from '../../app/icon.tsx';
import { useTexts } from '../../app/preferences.tsx';
import { useChannelLabels } from './use-channel-labels.ts';
import classes from './search-filters.module.css';
import { FILTERS, nothing, STATES } from './sought.ts';
import type { Filter, SearchScope, Sought } from './sought.ts';
import { useSearchTexts } from './texts/use-search-texts.ts';

interface SearchFiltersProps {
  readonly scope: SearchScope;
  readonly sought: Sought;
  readonly onChange: (sought: Sought) => void;
}

interface Choice {
  readonly value: string;
  readonly label: string;
}

/** What there is to choose from. What is chosen and not among it, such as a department that is no more, is still named by something. */
function useChoices(scope: SearchScope): Readonly<Record<Exclude<Filter, 'since' | 'until'>, readonly Choice[]>> {
  const { ended, status } = useTexts();
  const named = (all: readonly { readonly id: string; readonly name: string }[] = []): readonly Choice[] => all.map(({ id, name }) => ({ value: id, label: name }));
  const labels = useChannelLabels();
  return {
    department: named(useDepartments().data),
    agent: named(useQuery({ ...colleaguesQuery, staleTime: 60_000 }).data),
    status: STATES[scope].map((value) => ({ value, label: value === 'completed' || value === 'closed' ? ended[value] : status[value] })),
    channel: [...labels].map(([value, label]) => ({ value, label })),
  };
}

/** By what else than words a list is narrowed down: a form behind a button, and below the field what is chosen. */
export function SearchFilters({ scope, sought, onChange }: SearchFiltersProps) {
  const { filter: words } = useSearchTexts();
  const [opened, setOpened] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const choices = useChoices(scope);
  const chosen = FILTERS.filter((name) => sought[name] !== '');
  const labels: Readonly<Record<Filter, string>> = { ...words.of, since: words.since[scope], until: words.until[scope] };
  // What has a list open closes that first, and marks itself for whatever it stands in.
  const onKeyDown = ({ key, target }: KeyboardEvent): void => {
    if (key !== 'Escape' || (target instanceof Element && target.closest('[data-mantine-stop-propagation]') !== null)) return;
    setOpened(false);
    button.current?.focus();
  };
  const change = (name: Filter, value: string | null) => onChange({ ...sought, [name]: value ?? '' });
  const nameOf = (name: Filter): string => (name === 'since' || name === 'until' ? sought[name] : choices[name].find(({ value }) => value === sought[name])?.label ?? '…');

  return (
    <>
      <Popover opened={opened} onChange={setOpened} width={340} position="bottom-start" shadow="md" radius="lg" trapFocus withinPortal closeOnEscape={false}>
        <Popover.Target>
          <Tooltip label={words.title} disabled={opened}>
            <ActionIcon ref={button} variant={chosen.length > 0 ? 'light' : 'subtle'} color={chosen.length > 0 ? 'accent' : 'gray'} size={34} aria-label={words.title} aria-expanded={opened} onClick={() => setOpened(!opened)}><Icon name="filter" size={17} /></ActionIcon>
          </Tooltip>
        </Popover.Target>
        <Popover.Dropdown p="md" aria-label={words.title} onKeyDown={onKeyDown}>
          <div className={classes.form}>
            {(['department', 'agent', 'status', 'channel'] as const).map((name) => (
              <Select
                key={name} size="sm" label={labels[name]} placeholder={words.any} clearable searchable={choices[name].length > 8} comboboxProps={{ withinPortal: false }}
                data={[...choices[name]]} value={sought[name] === '' ? null : sought[name]} onChange={(value) => change(name, value)}
              />
            ))}
            <div className={classes.days}>
              {(['since', 'until'] as const).map((name) => <TextInput key={name} size="sm" type="date" {...(name === 'since' ? { max: sought.until } : { min: sought.since })} label={labels[name]} value={sought[name]} onChange={(event) => change(name, event.currentTarget.value)} />)}
            </div>
            <div className={classes.foot}>
              <Button size="xs" variant="subtle" color="gray" disabled={chosen.length === 0} onClick={() => onChange({ ...nothing, text: sought.text })}>{words.clear}</Button>
              <Button size="xs" variant="light" onClick={() => setOpened(false)}>{words.done}</Button>
            </div>
          </div>
        </Popover.Dropdown>
      </Popover>
      {chosen.length === 0 ? null : (
        <ul className={classes.chosen} aria-label={words.chosen}>
          {chosen.map((name) => (
            <li key={name}>
              <button type="button" title={labels[name]} aria-label={words.drop(labels[name], nameOf(name))} onClick={() => change(name, null)}>
                <span>{name === 'since' || name === 'until' ? words.day[name](sought[name]) : nameOf(name)}</span><Icon name="close" size={12} />
              </button>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
