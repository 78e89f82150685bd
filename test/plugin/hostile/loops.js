import { definePlugin, setting, z } from 'parlor/plugin';
import { about, title } from './about.js';

/** Never gives its core back, from the place that its settings name. */
const at = (place) => ({ config }) => {
  while (config.where === place);
};

export default definePlugin({
  ...about, id: 'loops',
  config: z.object({ where: setting(z.enum(['activate', 'filter', 'observer', 'job', 'worker', 'nowhere']).default('nowhere'), { title }) }),
  activate: at('activate'),
  filters: { 'message.posting': { run: at('filter') } },
  on: { 'message.posted': at('observer') },
  jobs: { turn: { title, schedule: { seconds: 3_600 }, run: at('job') } },
  workers: { turn: { title, run: at('worker') } },
});
