import { lazy, Suspense, useCallback } from 'react';
import { askSlot, type SlotLook } from '../../api/slots.ts';
import { usePreferences } from '../../app/preferences.tsx';
import { components, type SlotComponentProps } from './components.ts';
import { SlotBones, SlotFailed } from './slot-states.tsx';
import type { SlotEffects } from './slot-effects.ts';

/** Loaded where a plugin shows something. */
const BlocksSlot = lazy(async () => ({ default: (await import('./blocks-slot.tsx')).BlocksSlot }));
const FrameSlot = lazy(async () => ({ default: (await import('./frame-slot.tsx')).FrameSlot }));

interface SlotViewProps extends Omit<SlotLook, 'locale'>, SlotEffects {
  /** Changes with whatever makes what is shown old. */
  readonly version?: string;
}

/** What a plugin shows at a place, or that it could not: the page around it goes on. */
export function SlotView({ slot, conversation, version = '', onOutcome }: SlotViewProps) {
  const { locale } = usePreferences();
  const look: SlotLook = { slot, conversation, locale };
  const effects = onOutcome === undefined ? {} : { onOutcome };
  const Component = components[`${slot.plugin}/${slot.slot}`];
  const ask = useCallback<SlotComponentProps['ask']>((action, values = {}) => askSlot({ slot, conversation, locale }, { action, values }), [slot, conversation, locale]);
  return (
    <Suspense fallback={<SlotBones />}>
      {slot.kind === 'blocks' ? <BlocksSlot look={look} version={version} {...effects} />
        : slot.kind === 'frame' ? <FrameSlot look={look} {...effects} />
        : Component === undefined ? <SlotFailed /> : <Component ask={ask} />}
    </Suspense>
  );
}
