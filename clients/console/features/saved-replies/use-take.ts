import { useState } from 'react';
import { patiently } from '../../api/patiently.ts';
import { download } from '../../lib/download.ts';
import type { RepliesApi } from './replies-api.ts';
import type { Taken } from './reply.ts';
import { writeReplies } from './reply-table.ts';
import { useReplyTexts } from './texts/use-reply-texts.ts';
import { useReplyFailure, useWhose } from './use-replies.ts';

/** Saves all that the reader sees as a table. */
export function useTake(api: RepliesApi): { readonly busy: boolean; readonly save: () => void } {
  const words = useReplyTexts();
  const whose = useWhose();
  const fail = useReplyFailure();
  const [busy, setBusy] = useState(false);
  const write = async (): Promise<void> => {
    const all: Taken[] = [];
    const { signal } = new AbortController();
    for (let from: number | null = 0; from !== null;) {
      const at: number = from;
      const part = await patiently(() => api.take(at), signal);
      all.push(...part.items);
      from = part.next;
    }
    download(`${words.title}.csv`, new Blob([writeReplies(all, words.heads, whose)], { type: 'text/csv' }));
  };
  const save = (): void => {
    setBusy(true);
    write().catch(fail).finally(() => setBusy(false));
  };
  return { busy, save };
}
