import { setImmediate as afterReading } from 'node:timers/promises';
import type { Connection } from './connection.ts';
import type { Limits } from './limits.ts';
import type { IsolatedProcess } from './process.ts';

/** A share of the time in which who wants a core wants it always. */
const RESTLESS = 0.8;
/** Of a core. Who wants more and gets less may be starved by a busy node, which is no fault of its own: such a one has served all that waits now and then, and sleeps. While its code is loaded nothing waits, and it sleeps after it only. */
const HARMLESS = 0.25;
/** So many times it is looked at in the time in which it must rest. */
const LOOKS = 10;

export interface Watch {
  /** Ms without a rest, about. */
  readonly restless: number;
  stop(): void;
}

/** Ends a process that grows too large, answers no more, or never rests. */
export function watchOver(process: IsolatedProcess, connection: Connection, limits: Limits): Watch {
  /** Its time on a core when the ping that it has not answered was sent. */
  let cpuThen = 0;
  let looking = false;
  /** What it had wanted of a core when it was last looked at; and when it was last seen to rest. */
  let before = { at: performance.now(), cpu: 0, wanted: 0, sleeps: 0 };
  let restedAt = before.at;

  const look = async (): Promise<void> => {
    const seen = await process.look();
    if (seen !== null && seen.resident > limits.resident) process.kill('out of memory');
    const now = performance.now();
    if (seen !== null && now - before.at > limits.restless / LOOKS) {
      const passed = now - before.at;
      const starved = seen.cpu - before.cpu < passed * HARMLESS && (connection.loading || seen.sleeps > before.sleeps);
      if (seen.wanted - before.wanted < passed * RESTLESS || starved) restedAt = now;
      before = { at: now, cpu: seen.cpu, wanted: seen.wanted, sleeps: seen.sleeps };
      if (now - restedAt > limits.restless) process.kill(`it did not rest for ${limits.restless / 1000} s`);
    }
    // What has arrived in this turn, or while this node itself stood still, is read first.
    await afterReading();
    await afterReading();
    const since = connection.silentSince;
    if (since === undefined) {
      cpuThen = seen?.cpu ?? 0;
      return connection.ping();
    }
    const cpu = seen === null ? 0 : seen.cpu - cpuThen;
    if (cpu > limits.silentCpu) process.kill(`it ran for ${limits.silentCpu / 1000} s without answering`);
    else if (performance.now() - since > limits.silent) process.kill(`it did not answer for ${limits.silent / 1000} s`);
  };

  const timer = setInterval(() => {
    if (looking) return;
    looking = true;
    void look().finally(() => (looking = false));
  }, limits.lookEvery);
  timer.unref();
  return {
    get restless() {
      return before.at - restedAt;
    },
    stop: () => clearInterval(timer),
  };
}
