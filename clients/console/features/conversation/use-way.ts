import { consoleIcons } from '#ui/console-icons.ts';
import type { ConsoleIcon } from '#ui/console-icons.ts';
import { useChannelName } from '../../app/use-channel-name.ts';
import type { WayIn } from '../../app/use-channel-name.ts';
import { identityAt, useContactOf } from '../contacts/contacts-api.ts';
import { useCards } from '../desk/desk-provider.tsx';

/** A channel other than the widget. */
export interface Way {
  readonly name: string;
  readonly icon: ConsoleIcon;
}

const isIcon = (name: string): name is ConsoleIcon => Object.hasOwn(consoleIcons, name);

/** A plugin may name an icon that this console does not have. */
export const iconOf = (name: string): ConsoleIcon => (isIcon(name) ? name : 'plug');

/** A chat that is in no list of the desk is looked up; undefined until it is found. */
function useWayIn(id: string): WayIn | undefined {
  const card = useCards().get(id);
  const { data: contact } = useContactOf(id);
  return card ?? (contact && identityAt(contact));
}

/** How the visitor of a chat reaches us; null by the widget. */
export function useWay(id: string): Way | null {
  const way = useWayIn(id);
  return way?.channelIcon == null ? null : { name: way.channel, icon: iconOf(way.channelIcon) };
}

/** What that way is called, also by the widget. */
export function useChannelOf(id: string): string {
  return useChannelName()(useWayIn(id));
}
