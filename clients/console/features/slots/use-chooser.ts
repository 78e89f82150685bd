import { useDebouncedValue } from '@mantine/hooks';
import { useQueries, useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useId, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { MAX_QUERY } from '#wire/slots.ts';
import type { Slot, SlotChoice } from '#wire/slots.ts';
import { askSlot, choicesQuery } from '../../api/slots.ts';
import { usePreferences } from '../../app/preferences.tsx';
import { useToast } from '../../app/toast.tsx';

/** Who types faster is asked about once, ms. */
const CALM_MS = 60;

/** Something to choose, and whose it is. */
export interface Choosable {
  readonly slot: Slot;
  readonly choice: SlotChoice;
}

export interface Chooser {
  /** Of the list; options are `<id>-<index>`. */
  readonly id: string;
  readonly found: readonly Choosable[];
  /** Nobody has answered these words yet: what is found goes with those before. */
  readonly pending: boolean;
  /** None of them goes with these words: they may have been meant. */
  readonly near: boolean;
  /** Which of them Enter takes; -1 for none. */
  readonly active: number;
  readonly point: (index: number) => void;
  readonly choose: (chosen: Choosable) => void;
  /** As Enter does, on these words. */
  readonly enter: (query: string) => void;
  /** True where the key was one for the list. */
  readonly press: (event: KeyboardEvent) => boolean;
}

interface ChooserOptions {
  readonly slots: readonly Slot[];
  readonly conversation: string;
  /** Null while nobody looks for anything. */
  readonly query: string | null;
  readonly onInsert: (words: string) => void;
  /** Enter, and there is nothing to take, or nobody who answers. */
  readonly onNothing?: (lost: Error | null) => void;
}

/** A key by itself, that belongs to no input method. */
export const isPlain = (event: KeyboardEvent): boolean => !(event.nativeEvent.isComposing || event.keyCode === 229 || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey);

/** What plugins have to choose from for what is typed, and the keys that choose. */
export function useChooser({ slots, conversation, query, onInsert, onNothing }: ChooserOptions): Chooser {
  const { locale } = usePreferences();
  const { tell, fail } = useToast();
  const id = useId();
  const client = useQueryClient();
  const asks = query !== null && slots.length > 0;
  const [asked] = useDebouncedValue((query ?? '').slice(0, MAX_QUERY), CALM_MS);
  const { answered, late, lost } = useQueries({
    queries: slots.map((slot) => ({ ...choicesQuery(slot, { conversation, locale, query: asked }), enabled: asks })),
    combine: (answers) => ({
      answered: answers.flatMap(({ data }, index) => {
        const slot = slots[index];
        return slot === undefined || data === undefined ? [] : data.choices.map((choice): Choosable => ({ slot, choice }));
      }),
      late: answers.some(({ isPending }) => isPending),
      lost: answers.find(({ error }) => error !== null)?.error ?? null,
    }),
  });
  const pending = asks && (late || asked !== query);
  const [pointed, setPointed] = useState<{ readonly query: string | null; readonly index: number }>({ query, index: 0 });
  // Several queries have no placeholder that knows what stood there: the list would go away at each letter, and the focus with it.
  const before = useRef<readonly Choosable[]>([]);
  useEffect(() => {
    if (!asks) before.current = [];
    else if (!late) before.current = answered;
  });
  const latest = late ? before.current : answered;
  const fitting = latest.filter(({ choice }) => choice.near !== true);
  const near = fitting.length === 0 && latest.length > 0;
  const found = near ? latest : fitting;
  const active = Math.min(pointed.query === query ? pointed.index : near ? -1 : 0, found.length - 1);
  const point = (index: number): void => setPointed({ query, index });

  const taking = useRef(false);
  const take = async ({ choice: { action, values = {} }, slot }: Choosable): Promise<void> => {
    // Enter twice takes it once: what came later would stand in place of what was written or sent meanwhile.
    if (taking.current) return;
    taking.current = true;
    try {
      const { insert, toast } = await askSlot({ slot, conversation, locale }, { action, values });
      if (toast !== undefined) tell({ text: toast.text, tone: toast.tone === 'danger' ? 'danger' : 'calm' });
      if (insert !== undefined) onInsert(insert);
      // What was taken may stand elsewhere the next time.
      void client.invalidateQueries({ queryKey: ['slot', slot.plugin] });
    } catch (error) {
      fail(error);
    } finally {
      taking.current = false;
    }
  };
  const choose = (chosen: Choosable): void => void take(chosen);

  // Enter before the answer means the answer: what is half a shortcut must not be sent to anybody.
  const [entered, setEntered] = useState<string | null>(null);
  const settle = useEffectEvent(() => {
    setEntered(null);
    if (entered !== query) return;
    const chosen = found[active];
    if (chosen !== undefined) choose(chosen);
    else if (onNothing !== undefined) onNothing(lost);
    else if (lost !== null) fail(lost);
  });
  useEffect(() => {
    if (entered !== null && !pending) settle();
  }, [entered, pending]);

  const press = (event: KeyboardEvent): boolean => {
    if (!asks || !isPlain(event)) return false;
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0 && found.length > 0) point(active < 0 && step < 0 ? found.length - 1 : (active + step + found.length) % found.length);
    else if (event.key === 'Enter') setEntered(query);
    else return false;
    event.preventDefault();
    return true;
  };
  return { id, found: asks ? found : [], near, pending, active, point, choose, enter: setEntered, press };
}
