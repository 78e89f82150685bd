import { consoleIcons } from '#ui/console-icons.ts';
import type { ConsoleIcon } from '#ui/console-icons.ts';
import { slotIcons } from '#ui/slot-icons.ts';
import type { SlotIcon } from '#wire/slots.ts';

const all: Readonly<Record<ConsoleIcon | SlotIcon, string>> = { ...slotIcons, ...consoleIcons };

/** Always beside a text or inside something that has a name: never read out. */
export const Icon = ({ name, size = 18 }: { readonly name: ConsoleIcon | SlotIcon; readonly size?: number }) => (
  <svg width={size} height={size} viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.75" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true" style={{ flex: 'none' }}>
    <path d={all[name]} />
  </svg>
);
