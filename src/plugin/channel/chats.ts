import type { PluginChannel, PluginChats } from './channel.ts';

/** Whose chats: a plugin that brings a channel. */
export interface ChannelOf extends Pick<PluginChannel<never>, 'icon' | 'kinds'> {
  readonly plugin: string;
}

/** The house's side of {@link PluginChats}. What it is given is whatever a plugin's author wrote. */
export type Chats = { readonly [M in keyof PluginChats]: (channel: ChannelOf, ...given: Parameters<PluginChats[M]>) => ReturnType<PluginChats[M]> };
