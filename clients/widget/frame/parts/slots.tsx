import { useSignal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { useEffect } from 'preact/hooks';
import type { WidgetSlot } from '#wire/slots.ts';
import { useWidget } from '../context.ts';
import type { SlotProps } from './slot.tsx';

/** What plugins show at a place. What draws it is loaded only where there is something to draw. */
export function Slots({ place }: { readonly place: WidgetSlot['place'] }) {
  const { chat } = useWidget();
  const part = useSignal<ComponentType<SlotProps> | null>(null);
  const session = chat.session.value;
  const { conversation, state } = chat.picture.value;
  const slots = session.status === 'open' ? (session.session.slots ?? []).filter((slot) => slot.place === place) : [];
  const isHere = slots.length > 0 && (place === 'widget.home' || (conversation !== null && state?.status != null));
  useEffect(() => {
    if (!isHere || part.peek() !== null) return;
    // Without it the chat goes on.
    import('./slot.tsx').then(({ Slot }) => { part.value = Slot; }, () => {});
  }, [isHere]);

  const Slot = part.value;
  if (!isHere || Slot === null || session.status !== 'open') return null;
  const { visitor } = session.session;
  const beside = place === 'widget.home' ? null : conversation;
  // Asked anew when the panel opens, and when the chat changes hands or ends.
  const version = `${chat.shown.value.open} ${state?.status} ${state?.assignee}`;
  return <>{slots.map((slot) => <Slot key={`${slot.plugin}/${slot.slot}/${beside}`} slot={slot} token={chat.token} visitor={visitor} conversation={beside} version={version} />)}</>;
}
