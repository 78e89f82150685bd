import { useSlotsAt } from '../../api/slots.ts';
import { usePreferences } from '../../app/preferences.tsx';
import { SlotView } from './slot-view.tsx';

interface ChatPanelsProps {
  readonly conversation: string;
  /** Changes with whatever happens in the chat. */
  readonly version: string;
}

/** Sections of plugins beside a chat. */
export function ChatPanels({ conversation, version }: ChatPanelsProps) {
  const { locale } = usePreferences();
  const panels = useSlotsAt('conversation.panel');
  return panels.map((slot) => (
    <section key={`${slot.plugin}/${slot.slot}`} aria-label={slot.title[locale]}>
      <h3>{slot.title[locale]}</h3>
      <SlotView key={conversation} slot={slot} conversation={conversation} version={version} />
    </section>
  ));
}
