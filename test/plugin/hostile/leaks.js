import { definePlugin, setting, z } from 'parlor/plugin';
import { about, title } from './about.js';

const MB = 1 << 20;
const kept = [];

/** Keeps 500 MB and more, in one way or the other. */
const LEAKS = {
  heap: () => { for (;;) kept.push(Array.from({ length: MB / 8 }, (_, index) => index + 0.5)); },
  buffers: () => { for (let left = 500; left > 0; left--) kept.push(Buffer.alloc(MB, 1)); },
};

export default definePlugin({
  ...about, id: 'leaks',
  config: z.object({ how: setting(z.enum(['heap', 'buffers']).default('heap'), { title }) }),
  filters: { 'message.posting': { run: ({ config }, message) => (message.body.text === 'leak' ? LEAKS[config.how]() : undefined) } },
  jobs: { leak: { title, schedule: { seconds: 3_600 }, run: ({ config }) => { LEAKS[config.how](); } } },
});
