import { useEffect, useRef, useState } from 'react';
import { patiently } from '../../api/patiently.ts';
import { usePreferences } from '../../app/preferences.tsx';
import { writeCsv } from '../../lib/csv.ts';
import { download } from '../../lib/download.ts';
import type { Broadcast } from './broadcast.ts';
import type { BroadcastsApi } from './broadcasts-api.ts';
import { headOf, rowOf } from './results-table.ts';
import { useBroadcastTexts } from './texts/use-broadcast-texts.ts';
import { useFailure, usePlaces } from './use-broadcasts.ts';

/** Saves what became of everybody as a table. */
export function useResults(api: BroadcastsApi, { id, title }: Pick<Broadcast, 'id' | 'title'>) {
  const { errors, locale } = usePreferences();
  const wording = { errors, locale, words: useBroadcastTexts() };
  const { data: places } = usePlaces(api);
  const [busy, setBusy] = useState(false);
  const stop = useRef<AbortController>(null);
  const fail = useFailure();
  useEffect(() => () => stop.current?.abort(), []);

  const write = async (signal: AbortSignal): Promise<void> => {
    const rows: (readonly string[])[] = [headOf(wording)];
    for (let page = 0, pages = 1; page < pages; page++) {
      const at = page;
      const part = await patiently(() => api.people(id, at), signal);
      ({ pages } = part);
      rows.push(...part.people.map((each) => rowOf(each, places, wording)));
    }
    download(`${title}.csv`, new Blob([writeCsv(rows)], { type: 'text/csv' }));
  };
  const save = (): void => {
    const { signal } = (stop.current = new AbortController());
    setBusy(true);
    write(signal).catch((error: unknown) => {
      if (!signal.aborted) fail(error);
    }).finally(() => setBusy(false));
  };
  return { busy, save };
}
