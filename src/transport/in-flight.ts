import { setTimeout as sleep } from 'node:timers/promises';
import type { RequestPlan } from './http.ts';

/** What is being answered, so that closing can wait for it. */
export class InFlight {
  readonly #pending = new Set<Promise<unknown>>();
  /** Connections that are kept alive bring requests to the last: those come too late. */
  closing = false;

  add(done: Promise<unknown>): void {
    this.#pending.add(done);
    void done.then(() => this.#pending.delete(done));
  }

  /** The same plan; its answer counts as in flight even when its client has gone: it uses what closes next. */
  watched(plan: RequestPlan): RequestPlan {
    return {
      ...plan,
      answer: (body) => {
        const answer = plan.answer(body);
        this.add(answer);
        return answer;
      },
    };
  }

  /** Resolves when nothing is in flight, or after `graceMs`. From now on nothing new should be begun. */
  async drained(graceMs: number): Promise<void> {
    this.closing = true;
    const late = sleep(graceMs, 'late', { ref: false });
    while (this.#pending.size > 0 && (await Promise.race([Promise.all(this.#pending), late])) !== 'late');
  }
}
