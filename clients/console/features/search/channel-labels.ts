import type { ChannelName } from '#wire/api.ts';

/** Ways in by their names. Several of one name are told apart by whatever of `tell` differs among them. By their ids. */
export function channelLabels(channels: readonly ChannelName[], tell: readonly ((channel: ChannelName) => string)[]): ReadonlyMap<string, string> {
  const alike = Map.groupBy(channels, ({ name }) => name);
  return new Map(channels.map((channel) => {
    const others = alike.get(channel.name) ?? [];
    const telling = tell.filter((word) => new Set(others.map(word)).size > 1);
    return [channel.id, [channel.name, ...telling.map((word) => word(channel))].filter((part) => part !== '').join(' · ')];
  }));
}
