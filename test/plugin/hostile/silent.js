import { definePlugin, z } from 'parlor/plugin';
import { about } from './about.js';

/** Answers nothing, ever. */
export default definePlugin({
  ...about, id: 'silent', config: z.object({}),
  filters: { 'message.posting': { run: () => new Promise(() => {}) } },
  on: { 'message.posted': () => new Promise(() => {}) },
});
