import { useCallback } from 'react';
import { useSlotAct } from '../../api/slots.ts';
import type { SlotDeed, SlotLook } from '../../api/slots.ts';
import { useToast } from '../../app/toast.tsx';
import type { SlotOutcome } from '#wire/slots.ts';

export interface SlotEffects {
  /** What came of an action, for the place around the slot. */
  readonly onOutcome?: (outcome: SlotOutcome) => void;
}

/** Does actions of a slot, and says what they say. `pending`: the one that is under way. Resolves with null where it failed. */
export function useSlotDeeds(look: SlotLook, { onOutcome }: SlotEffects): { readonly pending: SlotDeed | null; readonly perform: (deed: SlotDeed) => Promise<SlotOutcome | null> } {
  const act = useSlotAct(look);
  const { tell, fail } = useToast();
  const { mutateAsync } = act;
  const perform = useCallback(async (deed: SlotDeed) => {
    try {
      const outcome = await mutateAsync(deed);
      if (outcome.toast !== undefined) tell({ text: outcome.toast.text, tone: outcome.toast.tone === 'danger' ? 'danger' : 'calm' });
      onOutcome?.(outcome);
      return outcome;
    } catch (error) {
      fail(error);
      return null;
    }
  }, [mutateAsync, tell, fail, onOutcome]);
  return { pending: act.isPending ? act.variables : null, perform };
}
