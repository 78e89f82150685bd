import type { ConsoleIcon } from '#ui/console-icons.ts';
import type { SlotIcon } from '#wire/slots.ts';

/** A page of the settings, at `/settings/<path>`. */
export interface Section {
  readonly path: 'profile' | 'appearance' | 'notifications' | 'departments' | 'agents' | 'contacts' | 'widget' | 'plugins';
  readonly icon: ConsoleIcon | SlotIcon;
  readonly group: 'personal' | 'team';
}

const SECTIONS: readonly Section[] = [
  { path: 'profile', icon: 'user', group: 'personal' },
  { path: 'appearance', icon: 'sun', group: 'personal' },
  { path: 'notifications', icon: 'bell', group: 'personal' },
  { path: 'departments', icon: 'building', group: 'team' },
  { path: 'agents', icon: 'users', group: 'team' },
  { path: 'contacts', icon: 'handOver', group: 'team' },
  { path: 'widget', icon: 'code', group: 'team' },
  { path: 'plugins', icon: 'plug', group: 'team' },
];

/** What is one's own for everybody, the team for administrators. */
export const sectionsOf = ({ role }: { readonly role: string }): readonly Section[] => SECTIONS.filter(({ group }) => group === 'personal' || role === 'admin');
