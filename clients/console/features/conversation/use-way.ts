import { consoleIcons } from '#ui/console-icons.ts';
import type { ConsoleIcon } from '#ui/console-icons.ts';
import { useChannelName } from '../../app/use-channel-name.ts';
import { identityAt, useContactOf } from '../contacts/contacts-api.ts';
import { useCards } from '../desk/desk-provider.tsx';

/** A channel other than the widget, as far as lists tell. */
export interface Way {
  readonly name: string;
  readonly icon: ConsoleIcon;
}

const isIcon = (name: string): name is ConsoleIcon => Object.hasOwn(consoleIcons, name);

/** A plugin may name an icon that this console does not have. */
export const iconOf = (name: string): ConsoleIcon => (isIcon(name) ? name : 'plug');

/** How the visitor of a chat reaches us; null by the widget, and where no list has the chat any more. */
export function useWay(id: string): Way | null {
  const card = useCards().get(id);
  return card?.channelIcon == null ? null : { name: card.channel, icon: iconOf(card.channelIcon) };
}

/** What that way is called, also by the widget: a chat that is in no list of the desk is looked up. */
export function useChannelOf(id: string): string {
  const card = useCards().get(id);
  const { data: contact } = useContactOf(id);
  return useChannelName()(card ?? (contact && identityAt(contact)));
}
