import { departmentNameIn } from '#wire/department-name.ts';
import { usePreferences } from './preferences.tsx';

/** A way in, as lists and contacts have it: only the website has no icon of its own. */
export interface WayIn {
  readonly channel: string;
  readonly channelIcon: string | null;
}

/** What a way in is called, wherever it is named. Those of the website have the names of their departments, where nobody has given them another. One of which nothing is known yet is taken for it. */
export function useChannelName(): (way: WayIn | undefined) => string {
  const { locale, texts: { common } } = usePreferences();
  return (way) => (way?.channelIcon == null ? common.website(departmentNameIn(way?.channel ?? '', locale)) : way.channel);
}
