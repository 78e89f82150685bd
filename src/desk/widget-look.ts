import type { ChannelAccount } from '#store/channel-accounts.repository.ts';
import { readLook, type WidgetLook } from '#wire/widget-look.ts';

/** How the widget of this channel looks, where its page does not say. */
export const lookOf = ({ settings }: Pick<ChannelAccount, 'settings'>): WidgetLook => readLook(settings['look']);
