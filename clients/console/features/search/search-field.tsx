import { CloseButton, TextInput } from '@mantine/core';
import { useEffect } from 'react';
import type { KeyboardEvent } from 'react';
import { useLocation } from 'wouter';
import { Icon } from '../../app/icon.tsx';
import { arrive, SEARCH_FIELD } from './find.ts';
import { useChatSearch } from './search-api.ts';
import classes from './search-field.module.css';
import { addressOf, seek, useSettled, useSought } from './sought.ts';
import type { SearchScope } from './sought.ts';
import { useSearchTexts } from './texts/use-search-texts.ts';

/** Narrows a list down to what is looked for. Enter opens the first, Escape empties it and then leaves it. */
export function SearchField({ scope }: { readonly scope: SearchScope }) {
  const words = useSearchTexts();
  const [, navigate] = useLocation();
  const text = useSought(scope);
  const settled = useSettled(text);
  const { data } = useChatSearch(scope, settled);
  // Of what was typed, not of what was typed before.
  const first = settled === text.trim() ? data?.found[0] : undefined;
  useEffect(arrive, []);

  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter' && first !== undefined) navigate(addressOf(scope, first));
    else if (event.key === 'Escape' && text !== '') seek(scope, '');
    else if (event.key === 'Escape') event.currentTarget.blur();
    else return;
    event.preventDefault();
  };

  return (
    <div className={classes.row}>
      <TextInput
        {...{ [SEARCH_FIELD]: '' }} size="sm" type="search" maxLength={160} aria-label={words.field[scope]} placeholder={words.field[scope]} value={text}
        onChange={(event) => seek(scope, event.currentTarget.value)} onKeyDown={onKeyDown}
        leftSection={<Icon name="search" size={16} />} rightSection={text === '' ? <kbd aria-hidden="true">/</kbd> : <CloseButton size="sm" aria-label={words.clear} onClick={() => seek(scope, '')} />}
      />
    </div>
  );
}
