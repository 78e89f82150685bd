import { useCallback, useRef, useState } from 'react';
import { useToast } from '../../../app/toast.tsx';
import { asScalar, isRefused } from './flow-api.ts';
import type { FlowsApi, Rehearsal, Scene } from './flow-api.ts';

export interface Beginning {
  readonly at: string | null;
  readonly slots: readonly { readonly name: string; readonly value: string }[];
}

export interface Rehearsing {
  readonly scene: Scene;
  /** Null until it is played, and where some steps are not ready. */
  readonly played: Rehearsal | null;
  readonly malformed: boolean;
  readonly busy: boolean;
  readonly begin: (beginning: Beginning) => void;
  readonly say: (text: string) => void;
}

/** A talk with the draft. It is played from its beginning each time, so it also shows what a change does to what was said. */
export function useRehearsal(api: FlowsApi, flow: string, flush: () => Promise<boolean>): Rehearsing {
  const { fail } = useToast();
  const [scene, setScene] = useState<Scene>(() => ({ at: null, slots: [], lines: [], startedAt: Date.now() }));
  const [played, setPlayed] = useState<Rehearsal | null>(null);
  const [malformed, setMalformed] = useState(false);
  const [busy, setBusy] = useState(false);
  /** The last one that was begun: an earlier answer comes too late. */
  const run = useRef(0);

  const play = useCallback(async (next: Scene): Promise<void> => {
    const own = ++run.current;
    setScene(next);
    setBusy(true);
    try {
      await flush();
      const answer = await api.try(flow, next);
      if (own !== run.current) return;
      setMalformed(isRefused(answer));
      setPlayed(isRefused(answer) ? null : answer);
      // What others have answered stays as it was: they are asked once.
      if (!isRefused(answer) && answer.fresh.length > 0) setScene({ ...next, lines: [...next.lines, ...answer.fresh] });
    } catch (error) {
      if (own === run.current) fail(error);
    } finally {
      if (own === run.current) setBusy(false);
    }
  }, [api, fail, flow, flush]);

  const begin = useCallback(({ at, slots }: Beginning) => void play({ at, slots: slots.filter(({ name }) => name !== '').map(({ name, value }) => ({ name, value: asScalar(value) })), lines: [], startedAt: Date.now() }), [play]);
  const say = useCallback((text: string) => void play({ ...scene, lines: [...scene.lines, { say: text }] }), [play, scene]);
  return { scene, played, malformed, busy, begin, say };
}
