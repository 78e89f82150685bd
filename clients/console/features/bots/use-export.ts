import { useEffect, useRef, useState } from 'react';
import { patiently } from '../../api/patiently.ts';
import { download } from '../../lib/download.ts';
import type { Bot, StoredEntry } from './bot.ts';
import type { BotsApi } from './bots-api.ts';
import { useBotFailure } from './use-bots.ts';
import { entriesAsCsv, entriesAsJson, entriesAsSpreadsheet } from './write-entries.ts';

const WRITERS = {
  xlsx: entriesAsSpreadsheet,
  csv: (entries: readonly StoredEntry[]) => new Blob([entriesAsCsv(entries)], { type: 'text/csv' }),
  json: (entries: readonly StoredEntry[]) => new Blob([entriesAsJson(entries)], { type: 'application/json' }),
} as const;

/** Saves everything that a bot knows as a file of the reader's own. */
export function useExport(api: BotsApi, bot: Bot) {
  const [busy, setBusy] = useState(false);
  const stop = useRef<AbortController>(null);
  const fail = useBotFailure();
  useEffect(() => () => stop.current?.abort(), []);
  const save = async (format: keyof typeof WRITERS): Promise<void> => {
    const { signal } = (stop.current = new AbortController());
    const entries: StoredEntry[] = [];
    for (let from: number | null = 0; from !== null;) {
      const at: number = from;
      const page = await patiently(() => api.carry(bot.id, at), signal);
      entries.push(...page.entries);
      from = page.next;
    }
    download(`${bot.name}.${format}`, await WRITERS[format](entries));
  };
  const run = (format: keyof typeof WRITERS): void => {
    setBusy(true);
    save(format).catch((error: unknown) => {
      if (stop.current?.signal.aborted !== true) fail(error);
    }).finally(() => setBusy(false));
  };
  return { busy, run };
}
