import { useCallback, useState } from 'react';
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
export function useVersions(api: FlowsApi, flow: string, { edit, flush }: Pick<Editing, 'edit' | 'flush'>, onChanged: () => void): Versions {
  const { versions: words } = useWords();
  const { fail, tell } = useToast();
  const [comparison, setComparison] = useState<Comparison | null>(null);
  const attempt = useCallback((run: () => Promise<void>) => void run().catch(fail), [fail]);
  return {
    comparison,
    compare: (version) => attempt(async () => {
      await flush();
      setComparison({ version, diff: await api.diff(flow, version, 'draft') });
    }),
    stopComparing: () => setComparison(null),
    goLive: (version) => attempt(async () => {
      await api.live(flow, version);
      tell({ text: version === null ? words.wentOff : words.madeLive(version) });
      onChanged();
    }),
    restore: (version) => attempt(async () => {
      const published: Draft = readDraft(await api.version(flow, version));
      edit(() => published);
      setComparison(null);
      tell({ text: words.restored(version) });
    }),
  };
}
