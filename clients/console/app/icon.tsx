import { consoleIcons } from '#ui/console-icons.ts';
import type { ConsoleIcon } from '#ui/console-icons.ts';
import { icons } from '#ui/icons.ts';
import type { IconName } from '#ui/icons.ts';
import { slotIcons } from '#ui/slot-icons.ts';
import type { SlotIcon } from '#wire/slots.ts';

const all: Readonly<Record<IconName | SlotIcon | ConsoleIcon, string>> = { ...icons, ...slotIcons, ...consoleIcons };

/** Always beside a text or inside something that has a name: never read out. */
export const Icon = ({ name, size = 18 }: { readonly name: IconName | SlotIcon | ConsoleIcon; readonly size?: number }) => (
  <svg width={size} height={size} viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.75" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true" style={{ flex: 'none' }}>
    <path d={all[name]} />
  </svg>
);
