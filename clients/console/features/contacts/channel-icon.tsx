import type { ConsoleIcon } from '#ui/console-icons.ts';
import { Icon } from '../../app/icon.tsx';
import { iconOf } from '../conversation/use-way.ts';

/** Of a channel account; the widget has none of its own. */
export const channelIconOf = (icon: string | null | undefined): ConsoleIcon => (icon == null ? 'globe' : iconOf(icon));

export const ChannelIcon = ({ icon, size = 16 }: { readonly icon: string | null | undefined; readonly size?: number }) => <Icon name={channelIconOf(icon)} size={size} />;
