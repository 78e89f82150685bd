import { useEffect, useRef } from 'react';
import { useSlotContent } from '../../api/slots.ts';
import type { SlotLook } from '../../api/slots.ts';
import { Blocks } from './blocks.tsx';
import { useSlotDeeds } from './slot-effects.ts';
import type { SlotEffects } from './slot-effects.ts';
import { SlotBones, SlotFailed } from './slot-states.tsx';

/** Plugins hear of an event after its commit, and have something to do then, ms. */
const SETTLED_MS = 700;

interface BlocksSlotProps extends SlotEffects {
  readonly look: SlotLook;
  readonly version: string;
}

/** A slot whose blocks the console draws itself. */
export function BlocksSlot({ look, version, ...effects }: BlocksSlotProps) {
  const { data, isPending, refetch } = useSlotContent(look);
  const { pending, perform } = useSlotDeeds(look, effects);
  const shown = useRef(version);
  useEffect(() => {
    if (shown.current === version) return undefined;
    const timer = setTimeout(() => {
      shown.current = version;
      void refetch();
    }, SETTLED_MS);
    return () => clearTimeout(timer);
  }, [version, refetch]);
  // A section that has nothing to show is left out, its title with it.
  if (look.slot.place === 'conversation.panel' && data?.blocks.length === 0) return <span data-nothing hidden />;
  if (data !== undefined) return <Blocks blocks={data.blocks} place={look.slot.place} pending={pending} onAct={perform} />;
  return isPending ? <SlotBones /> : <SlotFailed onRetry={() => void refetch()} />;
}
