import { hashKey, queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { UseMutationResult } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { Slot, SlotAct, SlotChoices, SlotChoicesInput, SlotContent, SlotInput, SlotNotes, SlotNotesInput, SlotOutcome, SlotPlace, SlotValues } from '#wire/slots.ts';
import type { Locale } from '#ui/locale.ts';
import { api, ApiError, get } from './client.ts';

/** Plugins are switched on and off by others: looked at again, so that pages come and go without a reload. */
export const slotsQuery = queryOptions({
  queryKey: ['slots'],
  queryFn: () => get<readonly Slot[]>('/slots'),
  refetchInterval: 10_000,
  refetchOnWindowFocus: 'always',
});

const NONE: readonly Slot[] = [];

/** What plugins show at this place; nothing until the list is here. */
export function useSlotsAt(place: SlotPlace): readonly Slot[] {
  const select = useCallback((slots: readonly Slot[]) => slots.filter((slot) => slot.place === place), [place]);
  return useQuery({ ...slotsQuery, select }).data ?? NONE;
}

/** What one looks at: a slot, and the chat that it stands beside. */
export interface SlotLook {
  readonly slot: Slot;
  readonly conversation: string | null;
  readonly locale: Locale;
}

const pathOf = ({ plugin, slot }: Slot): string => `/slots/${encodeURIComponent(plugin)}/${encodeURIComponent(slot)}`;
const inputOf = ({ conversation, locale }: SlotLook): SlotInput => ({ locale, ...(conversation === null ? {} : { conversation }) });

const contentQuery = (look: SlotLook) => queryOptions({
  queryKey: ['slot', look.slot.plugin, look.slot.slot, look.conversation, look.locale] as const,
  queryFn: () => api<SlotContent>('POST', `${pathOf(look.slot)}/render`, inputOf(look)),
  // It said no, or did not answer in time: somebody may ask again.
  retry: false,
  // Shown as it was last, and asked for anew whenever somebody comes to it.
  staleTime: 0,
});

/** What stands under some messages of a chat. */
export const notesQuery = (slot: Slot, { conversation, locale, seqs }: SlotNotesInput) => queryOptions({
  queryKey: ['slot', slot.plugin, slot.slot, conversation, locale, seqs] as const,
  queryFn: () => api<SlotNotes>('POST', `${pathOf(slot)}/notes`, { conversation, locale, seqs } satisfies SlotNotesInput),
  retry: false,
  staleTime: Infinity,
});

/** What there is to choose from for these words. */
export const choicesQuery = (slot: Slot, { conversation, locale, query }: SlotChoicesInput) => queryOptions({
  queryKey: ['slot', slot.plugin, slot.slot, conversation, locale, query] as const,
  queryFn: () => api<SlotChoices>('POST', `${pathOf(slot)}/choices`, { conversation, locale, query } satisfies SlotChoicesInput),
  retry: false,
  // Typed back and forth within this it is not asked for again, ms.
  staleTime: 2_000,
});

export const useSlotContent = (look: SlotLook) => useQuery(contentQuery(look));

export const frameAddress = (look: SlotLook, theme: 'light' | 'dark'): string => `/api/v1${pathOf(look.slot)}/frame?${new URLSearchParams({ ...inputOf(look), theme }).toString()}`;

export interface SlotDeed {
  readonly action: string;
  readonly values: SlotValues;
}

/** Does an action, and nothing else. */
export const askSlot = (look: SlotLook, deed: SlotDeed): Promise<SlotOutcome> => api<SlotOutcome>('POST', `${pathOf(look.slot)}/act`, { ...inputOf(look), ...deed } satisfies SlotAct);

/** Does an action; what it answers with is shown from then on, or else it is rendered anew. */
export function useSlotAct(look: SlotLook): UseMutationResult<SlotOutcome, Error, SlotDeed> {
  const client = useQueryClient();
  const { queryKey } = contentQuery(look);
  return useMutation({
    mutationFn: (deed: SlotDeed) => askSlot(look, deed),
    onSuccess: async ({ blocks }) => {
      const own = hashKey(queryKey);
      if (blocks !== undefined) {
        // A look that began before would come back older than the answer.
        await client.cancelQueries({ queryKey });
        client.setQueryData(queryKey, { blocks });
      }
      // What the same plugin shows elsewhere may have changed with it.
      await client.invalidateQueries({ queryKey: queryKey.slice(0, 2), predicate: ({ queryHash }) => blocks === undefined || queryHash !== own });
    },
    onError: (error) => (error instanceof ApiError && error.code === 'slot.unknown' ? client.invalidateQueries({ queryKey: slotsQuery.queryKey }) : undefined),
  });
}
