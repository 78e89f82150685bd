import { AsyncLocalStorage } from 'node:async_hooks';
import { aroundEach, describe, expect, onTestFinished, type ExpectStatic, type TestContext } from 'vitest';

const running = new AsyncLocalStorage<TestContext>();

/** For a file or a block whose tests run at the same time: of those, vitest alone does not know which one calls. */
export function atOnce(): void {
  aroundEach((run, context) => running.run(context, run));
}

/** A block whose tests run one after the other, beside the same of its neighbours. */
export function beside(name: string, tests: () => void): void {
  describe.concurrent(`${name} beside others`, () => {
    atOnce();
    describe('in turn', { concurrent: false }, () => {
      tests();
    });
  });
}

/** When the calling test has finished, also where others run beside it. Throws where no test calls. */
export function whenFinished(run: () => unknown): void {
  (running.getStore()?.onTestFinished ?? onTestFinished)(async () => void (await run()));
}

/** The `expect` of the calling test: one that polls has to know whose it is. */
export const ownExpect = (): ExpectStatic => running.getStore()?.expect ?? expect;
