import { useQuery } from '@tanstack/react-query';
import { channelNamesQuery, useDepartmentName } from '../../api/queries.ts';
import { useChannelName } from '../../app/use-channel-name.ts';
import { channelLabels } from './channel-labels.ts';
import { useSearchTexts } from './texts/use-search-texts.ts';

/** What to call each way in, by its id. */
export function useChannelLabels(): ReadonlyMap<string, string> {
  const words = useSearchTexts();
  const { data = [] } = useQuery(channelNamesQuery);
  const channelName = useChannelName();
  const departmentName = useDepartmentName();
  const named = data.map((channel) => ({ ...channel, name: channelName({ channel: channel.name, channelIcon: channel.kind === 'web' ? null : channel.kind }) }));
  return channelLabels(named, [
    ({ department }) => departmentName(department),
    ({ kind }) => kind,
    ({ closed }) => (closed ? words.closed : ''),
  ]);
}
