import { definePlugin, setting, z } from 'parlor/plugin';
import { about, title } from './about.js';

const FLOODS = {
  console: (_ctx, n) => console.log('noise', n),
  log: ({ log }, n) => log(`noise ${n}`, { text: 'x'.repeat(1_000) }),
  data: ({ data }, n) => void data.set(`key ${n % 10}`, 'x'.repeat(1_000)),
  queue: ({ queue }, n) => void queue.add('nothing', { key: String(n), payload: 'x'.repeat(1_000) }),
  large: ({ data }, n) => void data.set(`key ${n % 10}`, 'x'.repeat(1_000_000)),
};

/** As much as it can, from the moment it is switched on, between its answers. */
export default definePlugin({
  ...about, id: 'floods',
  config: z.object({ how: setting(z.enum(Object.keys(FLOODS)).default('log'), { title }) }),
  activate: (ctx) => {
    let n = 0;
    const flood = () => {
      for (let left = 100; left > 0; left--) FLOODS[ctx.config.how](ctx, n++);
      setImmediate(flood);
    };
    setImmediate(flood);
  },
  filters: { 'message.posting': { run: () => undefined } },
  workers: { nothing: { title, run: () => {} } },
});
