import { useCallback, useState } from 'react';
import { useToast } from '../../../app/toast.tsx';
import { useTurns } from '../use-turns.ts';
import { asScalar, isRefused } from './flow-api.ts';
import type { FlowsApi, Rehearsal, Scene } from './flow-api.ts';

export interface Beginning {
  readonly at: string | null;
  readonly slots: readonly { readonly name: string; readonly value: string }[];
}

export interface Rehearsing {
  /** As far as it is played. */
  readonly scene: Scene;
  /** Null until it is played, and where some steps are not ready. */
  readonly played: Rehearsal | null;
  readonly malformed: boolean;
  /** Said and not answered yet; empty for a beginning. */
  readonly waiting: readonly string[];
  readonly isOver: boolean;
  readonly begin: (beginning: Beginning) => void;
  readonly say: (text: string) => void;
}

interface Stand {
  readonly scene: Scene;
  /** Whether anybody listens. */
  readonly isOpen: boolean;
}

const hasEnded = ({ status }: Rehearsal): boolean => ['handed-off', 'ended', 'failed'].includes(status);

const sceneOf = ({ at, slots }: Beginning): Scene => ({
  at, slots: slots.filter(({ name }) => name !== '').map(({ name, value }) => ({ name, value: asScalar(value) })), lines: [], startedAt: Date.now(),
});

/** A talk with the draft. It is played from its beginning each time, so it also shows what a change does to what was said. */
export function useRehearsal(api: FlowsApi, flow: string, flush: () => Promise<boolean>): Rehearsing {
  const { fail } = useToast();
  const [scene, setScene] = useState(() => sceneOf({ at: null, slots: [] }));
  const [played, setPlayed] = useState<Rehearsal | null>(null);
  const [malformed, setMalformed] = useState(false);
  const [waiting, setWaiting] = useState<readonly string[]>([]);
  const { anew, take } = useTurns<Stand>({ scene, isOpen: true });

  const play = useCallback(async (next: Scene, isPast: () => boolean): Promise<Stand> => {
    await flush();
    const answer = await api.try(flow, next);
    const isMalformed = isRefused(answer);
    // What others have answered stays as it was: they are asked once.
    const after = isMalformed ? next : { ...next, lines: [...next.lines, ...answer.fresh] };
    if (!isPast()) {
      setScene(after);
      setMalformed(isMalformed);
      setPlayed(isMalformed ? null : answer);
    }
    return { scene: after, isOpen: !isMalformed && !hasEnded(answer) };
  }, [api, flow, flush]);

  const say = useCallback((text: string): void => {
    setWaiting((all) => [...all, text]);
    take(async (before, isPast) => {
      try {
        if (!before.isOpen) return before;
        return await play(text === '' ? before.scene : { ...before.scene, lines: [...before.scene.lines, { say: text }] }, isPast);
      } catch (error) {
        if (!isPast()) fail(error);
        return before;
      } finally {
        if (!isPast()) setWaiting((all) => all.slice(1));
      }
    });
  }, [fail, play, take]);
  const begin = useCallback((beginning: Beginning): void => {
    const fresh = sceneOf(beginning);
    anew({ scene: fresh, isOpen: true });
    setScene(fresh);
    setWaiting([]);
    say('');
  }, [anew, say]);
  return { scene, played, malformed, waiting, isOver: played !== null && hasEnded(played), begin, say };
}
