import { useCallback, useRef } from 'react';

/** Whether the talk has begun anew: nothing more comes of this turn. */
type IsPast = () => boolean;

/** The turns of a talk, one after the other: what is said while one is still thought about waits for it, and goes on from what it has left. */
export function useTurns<Left>(first: Left) {
  /** Counts beginnings. */
  const round = useRef(0);
  /** What is left once all that was said is answered. */
  const left = useRef<Promise<Left>>(Promise.resolve(first));

  /** Makes a new beginning: what waits is not taken any more, and what is on its way is {@link IsPast past}. */
  const anew = useCallback((beginning: Left): void => {
    round.current++;
    left.current = Promise.resolve(beginning);
  }, []);
  /** `turn` must not reject: those after it need what it leaves. */
  const take = useCallback((turn: (before: Left, isPast: IsPast) => Promise<Left>): void => {
    const mine = round.current;
    const isPast = () => round.current !== mine;
    left.current = left.current.then((before) => (isPast() ? before : turn(before, isPast)));
  }, []);
  return { anew, take };
}
