import { setImmediate as afterReading } from 'node:timers/promises';
import type { Connection } from './connection.ts';
import type { Limits } from './limits.ts';
import type { IsolatedProcess } from './process.ts';

/** Ends a process that grows too large or answers no more. Returns how to look no longer. */
export function watchOver(process: IsolatedProcess, connection: Connection, limits: Limits): () => void {
  /** Its time on a core when the ping that it has not answered was sent. */
  let cpuThen = 0;
  let looking = false;

  const look = async (): Promise<void> => {
    const seen = await process.look();
    if (seen !== null && seen.resident > limits.resident) process.kill('out of memory');
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
  return () => clearInterval(timer);
}
