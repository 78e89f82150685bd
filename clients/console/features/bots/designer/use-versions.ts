import { useCallback, useEffect, useState } from 'react';
import { useToast } from '../../../app/toast.tsx';
import type { Diff, FlowsApi } from './flow-api.ts';
import { readDraft } from './flow.ts';
import type { Draft } from './flow.ts';
import { useWords } from './texts/use-texts.ts';
import type { Editing } from './use-draft.ts';

/** What the draft is compared with. */
export interface Comparison {
  readonly version: number;
  readonly diff: Diff;
}

interface Versions {
  readonly comparison: Comparison | null;
  readonly compare: (version: number) => void;
  readonly stopComparing: () => void;
  readonly goLive: (version: number | null) => void;
  /** Puts a version into the draft; that can be undone. */
  readonly restore: (version: number) => void;
}

/** What can be done with what was published. `onChanged`: the flow is to be asked anew. */
export function useVersions(api: FlowsApi, flow: string, { draft, edit, flush, state }: Editing, onChanged: () => void): Versions {
  const { versions: words } = useWords();
  const { fail, tell } = useToast();
  const [comparison, setComparison] = useState<Comparison | null>(null);
  const version = comparison?.version ?? null;
  // What is drawn on is compared anew once it is saved.
  useEffect(() => {
    if (version === null || state !== 'saved') return undefined;
    let isCurrent = true;
    api.diff(flow, version, 'draft').then((diff) => { if (isCurrent) setComparison({ version, diff }); }, fail);
    return () => { isCurrent = false; };
  }, [api, draft, fail, flow, state, version]);
  const attempt = useCallback((run: () => Promise<void>) => void run().catch(fail), [fail]);
  return {
    comparison,
    compare: (chosen) => attempt(async () => {
      await flush();
      setComparison({ version: chosen, diff: await api.diff(flow, chosen, 'draft') });
    }),
    stopComparing: () => setComparison(null),
    goLive: (chosen) => attempt(async () => {
      await api.live(flow, chosen);
      tell({ text: chosen === null ? words.wentOff : words.madeLive(chosen) });
      onChanged();
    }),
    restore: (chosen) => attempt(async () => {
      const published: Draft = readDraft(await api.version(flow, chosen));
      edit(() => published);
      setComparison(null);
      tell({ text: words.restored(chosen) });
    }),
  };
}
