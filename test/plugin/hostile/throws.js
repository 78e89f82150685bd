import { definePlugin, setting, z } from 'parlor/plugin';
import { about, title } from './about.js';

const STEPS = ['none', 'install', 'configure', 'activate', 'deactivate', 'uninstall'];

/** Throws in one step of its life, and whenever something happens. */
const step = (name) => ({ config }) => {
  if (config.where === name) throw new Error(`threw in ${name}`);
};

export default definePlugin({
  ...about, id: 'throws',
  config: z.object({ where: setting(z.enum(STEPS).default('none'), { title }) }),
  ...Object.fromEntries(STEPS.slice(1).map((name) => [name, step(name)])),
  filters: { 'message.posting': { run: () => { throw new Error('threw in a filter'); } } },
  on: { 'message.posted': () => Promise.reject(new Error('threw in an observer')) },
});
