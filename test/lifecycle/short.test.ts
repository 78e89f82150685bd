import { expect, it } from 'vitest';
import { tempDir } from '../support/temp.ts';
import { run } from './run.ts';

/** How soon, only `npm run lifecycle` can say: other tests run beside this one. */
it('a plugin lives its whole life on two nodes, which agree, and no chat notices', async () => {
  const { during, noticed } = await run({ dir: await tempDir(), lives: 1, chats: 20, rate: 60, pauseMs: 300, longestMs: 5_000, say: () => {} });
  expect(noticed).toEqual([]);
  expect(during.count).toBeGreaterThan(100);
});
