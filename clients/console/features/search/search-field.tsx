import { CloseButton, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useEffect, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { useLocation } from 'wouter';
import { Icon } from '../../app/icon.tsx';
import { useLayout } from '../../lib/use-layout.ts';
import { arrive, SEARCH_FIELD } from './find.ts';
import { useChatSearch } from './search-api.ts';
import { SearchFilters } from './search-filters.tsx';
import classes from './search-field.module.css';
import { addressOf } from './sought.ts';
import type { SearchScope } from './sought.ts';
import { useSearchTexts } from './texts/use-search-texts.ts';
import { SETTLE_MS, useSeek, useSought } from './use-sought.ts';

/** Narrows a list down to what is looked for. Enter opens the first, Escape empties it and then leaves it. */
export function SearchField({ scope }: { readonly scope: SearchScope }) {
  const words = useSearchTexts();
  const [, navigate] = useLocation();
  const stack = useLayout() === 'stack';
  const sought = useSought(scope);
  const seek = useSeek(scope);
  const [typed, setTyped] = useState(sought.text);
  const [known, setKnown] = useState(sought.text);
  if (known !== sought.text) {
    setKnown(sought.text);
    // Somebody went back, or followed a link.
    if (sought.text !== typed.trim()) setTyped(sought.text);
  }
  const settle = useDebouncedCallback((text: string) => seek({ ...sought, text }), SETTLE_MS);
  const { data } = useChatSearch(scope, sought);
  // Of what was typed, not of what was typed before.
  const first = sought.text === typed.trim() ? data?.found[0] : undefined;
  useEffect(arrive, []);

  const write = (value: string) => {
    setTyped(value);
    settle(value.trim());
    if (value.trim() === '') settle.flush();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    // Safari ends a composition before the Enter that ends it, and says 229.
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    if (event.key === 'Enter' && first !== undefined) navigate(addressOf(scope, first, sought));
    else if (event.key === 'Escape' && typed !== '') write('');
    else if (event.key === 'Escape') event.currentTarget.blur();
    else return;
    event.preventDefault();
  };

  return (
    <div className={classes.row}>
      <TextInput
        {...{ [SEARCH_FIELD]: '' }} className={classes.field ?? ''} size="sm" type="search" maxLength={160} aria-label={words.field[scope]} placeholder={words.field[scope]} value={typed}
        onChange={(event) => write(event.currentTarget.value)} onKeyDown={onKeyDown}
        leftSection={<Icon name="search" size={16} />} rightSection={typed !== '' ? <CloseButton size="sm" aria-label={words.clear} onClick={() => write('')} /> : stack ? null : <kbd aria-hidden="true">/</kbd>}
      />
      <SearchFilters scope={scope} sought={sought} onChange={seek} />
    </div>
  );
}
