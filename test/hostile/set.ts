import type { Plugin } from '#wire/api.ts';
import type { AdminCall } from '../../bench/generator/admin.ts';
import { packed } from '../plugin/support/tarball.ts';
import { sourcesOf } from '../plugin/support/sources.ts';

/** A file of the set, under which id, and with which settings. */
interface Member {
  readonly file: string;
  readonly id: string;
  readonly config: Readonly<Record<string, string>>;
  /** Jobs that begin its evil. */
  readonly jobs?: readonly string[];
}

const SET: readonly Member[] = [
  { file: 'throws', id: 'throws', config: {} },
  { file: 'silent', id: 'silent', config: {} },
  { file: 'loops', id: 'loops-filter', config: { where: 'filter' } },
  { file: 'loops', id: 'loops-observer', config: { where: 'observer' } },
  { file: 'loops', id: 'loops-job', config: { where: 'job' }, jobs: ['turn'] },
  { file: 'leaks', id: 'leaks-heap', config: { how: 'heap' }, jobs: ['leak'] },
  { file: 'leaks', id: 'leaks-buffers', config: { how: 'buffers' }, jobs: ['leak'] },
  { file: 'floods', id: 'floods-console', config: { how: 'console' } },
  { file: 'floods', id: 'floods-log', config: { how: 'log' } },
  { file: 'floods', id: 'floods-data', config: { how: 'data' } },
  { file: 'floods', id: 'floods-queue', config: { how: 'queue' } },
  { file: 'answers', id: 'answers', config: { how: 'huge' } },
];

/** Uploads the set and has it installed; nothing of it runs yet. */
export async function install(api: AdminCall): Promise<void> {
  const sources = sourcesOf('test/plugin/hostile');
  for (const { config, file, id } of SET) {
    const main = (sources[`${file}.js`] ?? '').replace(`id: '${file}'`, `id: '${id}'`);
    const archive = packed({ ...sources, [`${file}.js`]: main }, { name: `hostile-${id}`, exports: `./${file}.js` });
    const { permissions } = await api<Plugin>('POST', '/plugin-packages', archive);
    await api('POST', `/plugins/${id}/install`, { grant: permissions.map(({ name }) => name) });
    await api('PUT', `/plugins/${id}/config`, { config });
  }
}

/** Switches all of it on; from here on the house is alone with it. */
export async function unleash(api: AdminCall): Promise<void> {
  // At once: each that is on takes from those that are still to start, so that one of them may not get so far.
  await Promise.all(SET.map(({ id }) => api('POST', `/plugins/${id}/activate`).catch((error: unknown) => console.log(`           ${id}: ${String(error)}`))));
  for (const { id, jobs = [] } of SET) for (const job of jobs) await api('POST', `/plugins/${id}/jobs/${job}/run`);
}

/** What has become of each of them. */
export async function fateOf(api: AdminCall): Promise<ReadonlyMap<string, string>> {
  const plugins = await api<readonly Plugin[]>('GET', '/plugins');
  return new Map(SET.map(({ id }) => {
    const plugin = plugins.find((each) => each.id === id);
    return [id, `${plugin?.state}${plugin?.reason === null ? '' : `: ${plugin?.reason}`}`];
  }));
}
