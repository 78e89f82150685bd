import { useEffect, useRef, useState } from 'react';
import type { Bot, StoredEntry } from './bot.ts';
import type { BotsApi } from './bots-api.ts';
import { download } from './download.ts';
import { patiently } from './pieces.ts';
import { useBotFailure } from './use-bots.ts';
import { entriesAsCsv, entriesAsJson } from './write-entries.ts';

const TYPES = { csv: 'text/csv', json: 'application/json' } as const;

/** Saves everything that a bot knows as a file of the reader's own. */
export function useExport(api: BotsApi, bot: Bot) {
  const [busy, setBusy] = useState(false);
  const stop = useRef<AbortController>(null);
  const fail = useBotFailure();
  useEffect(() => () => stop.current?.abort(), []);
  const save = async (format: keyof typeof TYPES): Promise<void> => {
    const { signal } = (stop.current = new AbortController());
    const entries: StoredEntry[] = [];
    for (let from: number | null = 0; from !== null;) {
      const at: number = from;
      const page = await patiently(() => api.carry(bot.id, at), signal);
      entries.push(...page.entries);
      from = page.next;
    }
    download(`${bot.name}.${format}`, new Blob([format === 'csv' ? entriesAsCsv(entries) : entriesAsJson(entries)], { type: TYPES[format] }));
  };
  const run = (format: keyof typeof TYPES): void => {
    setBusy(true);
    save(format).catch((error: unknown) => {
      if (stop.current?.signal.aborted !== true) fail(error);
    }).finally(() => setBusy(false));
  };
  return { busy, run };
}
