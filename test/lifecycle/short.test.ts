import { expect, it } from 'vitest';
import { tempDir } from '../support/temp.ts';
import { run } from './run.ts';

/** What chats feel, only `npm run lifecycle` can say: other tests run beside this one. */
it('a plugin lives its whole life on two nodes, which agree, and no chat loses anything', async () => {
  const { during, wrong } = await run({ dir: await tempDir(), lives: 1, chats: 20, rate: 60, pauseMs: 300, longestMs: 1_000, say: () => {} });
  expect(wrong).toEqual([]);
  expect(during.count).toBeGreaterThan(0);
});
