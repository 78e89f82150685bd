import { useQuery } from '@tanstack/react-query';
import { departmentNameIn } from '#wire/department-name.ts';
import { channelNamesQuery, useDepartmentName } from '../../api/queries.ts';
import { usePreferences } from '../../app/preferences.tsx';
import { channelLabels } from './channel-labels.ts';
import { useSearchTexts } from './texts/use-search-texts.ts';

/** What to call each way in, by its id. A site that nobody has named is called as its department is. */
export function useChannelLabels(): ReadonlyMap<string, string> {
  const { locale } = usePreferences();
  const { channel: words } = useSearchTexts();
  const { data = [] } = useQuery(channelNamesQuery);
  const departmentName = useDepartmentName();
  const named = data.map((channel) => ({ ...channel, name: departmentNameIn(channel.name, locale) }));
  return channelLabels(named, [
    ({ department }) => departmentName(department),
    ({ kind }) => (kind === 'web' ? words.web : kind),
    ({ closed }) => (closed ? words.closed : ''),
  ]);
}
