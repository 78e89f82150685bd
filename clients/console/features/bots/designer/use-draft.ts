import { useCallback, useEffect, useRef, useState } from 'react';
import { isRefused } from './flow-api.ts';
import type { Finding, FlowsApi, OpenFlow } from './flow-api.ts';
import { readDraft } from './flow.ts';
import type { Draft } from './flow.ts';
import { begun, changed, redone, undone } from './history.ts';
import type { History } from './history.ts';

/** After the last change, ms. */
const SAVES_AFTER_MS = 700;

/** `conflict`: somebody else has saved it meanwhile. */
export type SaveState = 'saved' | 'waiting' | 'saving' | 'failed' | 'conflict' | 'too-large';

export interface Editing {
  readonly draft: Draft;
  readonly state: SaveState;
  /** Of what was saved last. */
  readonly findings: readonly Finding[];
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  /** `about`: changes of the same in a row are undone together. */
  readonly edit: (change: (draft: Draft) => Draft, about?: string) => void;
  readonly undo: () => void;
  readonly redo: () => void;
  /** Saves what is not saved yet. False where that did not work: `state` says why. */
  readonly flush: () => Promise<boolean>;
  /** Ends a conflict: with what is here. */
  readonly overwrite: () => Promise<boolean>;
}

/** A draft that is changed, undone, and saved by itself. */
export function useDraft(api: FlowsApi, opened: OpenFlow): Editing {
  const [history, setHistory] = useState<History<Draft>>(() => begun(readDraft(opened.draft)));
  const [state, setState] = useState<SaveState>('saved');
  const [findings, setFindings] = useState(opened.findings);
  // What is saved next is what was changed last, whether it is drawn already or not.
  const latest = useRef(history);
  const saved = useRef({ draft: history.present, revision: opened.revision });
  const running = useRef<Promise<boolean> | null>(null);
  const timer = useRef<number>(undefined);

  const save = useCallback(async (): Promise<boolean> => {
    while (latest.current.present !== saved.current.draft) {
      const draft = latest.current.present;
      setState('saving');
      const answer = await api.save(opened.id, draft, saved.current.revision);
      if (isRefused(answer)) {
        setState(answer.refused === 'draft.conflict' ? 'conflict' : 'too-large');
        return false;
      }
      saved.current = { draft, revision: answer.revision };
      setFindings(answer.findings);
    }
    setState('saved');
    return true;
  }, [api, opened.id]);

  const flush = useCallback((): Promise<boolean> => {
    clearTimeout(timer.current);
    running.current ??= save().catch(() => {
      setState('failed');
      return false;
    }).finally(() => (running.current = null));
    return running.current;
  }, [save]);

  const apply = useCallback((next: (history: History<Draft>) => History<Draft>) => {
    const before = latest.current;
    latest.current = next(before);
    if (latest.current === before) return;
    setHistory(latest.current);
    setState((now) => (now === 'conflict' ? now : 'waiting'));
    clearTimeout(timer.current);
    timer.current = window.setTimeout(() => void flush(), SAVES_AFTER_MS);
  }, [flush]);

  const overwrite = useCallback(async () => {
    saved.current = { ...saved.current, revision: (await api.get(opened.id)).revision };
    return flush();
  }, [api, flush, opened.id]);

  const edit = useCallback<Editing['edit']>((change, about) => apply((before) => changed(before, change(before.present), performance.now(), about)), [apply]);
  const undo = useCallback(() => apply(undone), [apply]);
  const redo = useCallback(() => apply(redone), [apply]);

  useEffect(() => {
    const leave = (event: BeforeUnloadEvent): void => {
      if (latest.current.present !== saved.current.draft) event.preventDefault();
    };
    window.addEventListener('beforeunload', leave);
    return () => {
      window.removeEventListener('beforeunload', leave);
      if (latest.current.present !== saved.current.draft) void flush();
    };
  }, [flush]);

  return { draft: history.present, state, findings, canUndo: history.past.length > 0, canRedo: history.future.length > 0, edit, undo, redo, flush, overwrite };
}
