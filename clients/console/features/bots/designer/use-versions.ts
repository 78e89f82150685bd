import { useCallback, useEffect, useState } from 'react';
import { useTexts } from '../../../app/preferences.tsx';
import { useToast } from '../../../app/toast.tsx';
import type { Diff, FlowsApi, OpenFlow } from './flow-api.ts';
import { readDraft } from './flow.ts';
import type { Draft } from './flow.ts';
import { useWords } from './texts/use-texts.ts';
import type { Editing } from './use-draft.ts';

/** What the draft is compared with. */
export interface Comparison {
  readonly version: number;
  /** The version as it was drawn. */
  readonly before: Draft;
  readonly diff: Diff;
}

interface Versions {
  readonly comparison: Comparison | null;
  /** What is drawn is not what is live. */
  readonly unpublished: boolean;
  readonly compare: (version: number) => void;
  readonly stopComparing: () => void;
  /** That can be undone. */
  readonly goLive: (version: number | null) => void;
  /** Puts a version into the draft; that can be undone. */
  readonly restore: (version: number) => void;
}

/** What can be done with what was published. `onChanged`: the flow is to be asked anew. */
export function useVersions(api: FlowsApi, { enabled, id: flow, live }: Pick<OpenFlow, 'enabled' | 'id' | 'live'>, { draft, edit, flush, state }: Editing, onChanged: () => void): Versions {
  const { list, versions: words } = useWords();
  const { common } = useTexts();
  const { fail, tell } = useToast();
  const [comparison, setComparison] = useState<Comparison | null>(null);
  const version = comparison?.version ?? null;
  // What is drawn on is compared anew once it is saved.
  useEffect(() => {
    if (version === null || state !== 'saved') return undefined;
    let isCurrent = true;
    api.diff(flow, version, 'draft').then((diff) => { if (isCurrent) setComparison((now) => (now?.version === version ? { ...now, diff } : now)); }, fail);
    return () => { isCurrent = false; };
  }, [api, draft, fail, flow, state, version]);
  const unpublished = useUnpublished(api, flow, live, { draft, state });
  const attempt = useCallback((run: () => Promise<void>) => void run().catch(fail), [fail]);
  const putLive = async (chosen: number | null): Promise<void> => {
    await api.live(flow, chosen);
    onChanged();
  };
  return {
    comparison, unpublished,
    compare: (chosen) => attempt(async () => {
      await flush();
      const [before, diff] = await Promise.all([api.version(flow, chosen), api.diff(flow, chosen, 'draft')]);
      setComparison({ version: chosen, before: readDraft(before), diff });
    }),
    stopComparing: () => setComparison(null),
    goLive: (chosen) => attempt(async () => {
      await putLive(chosen);
      tell({ text: chosen === null ? words.wentOff : enabled ? words.madeLive(chosen) : list.waits(chosen), action: { label: common.undo, run: () => attempt(() => putLive(live)) } });
    }),
    restore: (chosen) => attempt(async () => {
      const published: Draft = readDraft(await api.version(flow, chosen));
      edit(() => published);
      setComparison(null);
      tell({ text: words.restored(chosen) });
    }),
  };
}

/** Whether what was saved last is another flow than the one that is live. Nobody misses the word of it where that cannot be asked. */
function useUnpublished(api: FlowsApi, flow: string, live: number | null, { draft, state }: Pick<Editing, 'draft' | 'state'>): boolean {
  const [unpublished, setUnpublished] = useState(false);
  useEffect(() => {
    if (live === null || state !== 'saved') return undefined;
    let isCurrent = true;
    api.diff(flow, live, 'draft').then(({ added, changed, removed, settings }) => { if (isCurrent) setUnpublished(added.length + changed.length + removed.length + settings.length > 0); }, () => {});
    return () => { isCurrent = false; };
  }, [api, draft, flow, live, state]);
  return live !== null && unpublished;
}
