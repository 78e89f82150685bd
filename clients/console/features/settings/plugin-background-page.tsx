import { Redirect } from 'wouter';
import type { Plugin } from '#wire/api.ts';
import { usePluginBackground } from '../../api/plugin-background.ts';
import { usePlugins } from '../../api/queries.ts';
import { EmptyState } from '../../app/empty-state.tsx';
import { NotLoaded } from '../../app/not-loaded.tsx';
import { usePreferences } from '../../app/preferences.tsx';
import { Rows } from '../../app/rows.tsx';
import { PageHeader } from './page-header.tsx';
import { Panel } from './pieces.tsx';
import classes from './plugin-background.module.css';
import { PluginDeadPanel } from './plugin-dead-panel.tsx';
import { PluginJobRow } from './plugin-job-row.tsx';
import { PluginTag } from './plugin-state.tsx';
import { lacksAccounts } from './plugin-values.ts';
import { PluginWorkerRow } from './plugin-worker-row.tsx';

function Background({ plugin }: { readonly plugin: Plugin }) {
  const { id, state, version, installedVersion } = plugin;
  const { texts: { background: words, plugins } } = usePreferences();
  const { data, isPending, error, refetch } = usePluginBackground(id);
  if (isPending) return <Rows />;
  if (data === undefined) return <NotLoaded error={error} retry={refetch} />;
  const { jobs, workers } = data;
  const held = installedVersion !== null ? plugins.waits(version, installedVersion) : state === 'active' ? null : words.off;
  const note = held ?? (lacksAccounts(plugin) ? plugins.noAccount : null);
  if (jobs.length === 0 && workers.length === 0) return <EmptyState icon="clock" title={words.none} lead={words.noneLead} />;
  return (
    <>
      {note === null ? null : <p className={classes.held}>{note}</p>}
      {jobs.length === 0 ? null : (
        <Panel title={words.jobs}>
          <ul className={classes.list}>{jobs.map((job) => <PluginJobRow key={job.name} plugin={id} job={held === null ? job : { ...job, dueAt: null }} />)}</ul>
        </Panel>
      )}
      {workers.length === 0 ? null : (
        <>
          <Panel title={words.queues}>
            <ul className={classes.list}>{workers.map((worker) => <PluginWorkerRow key={worker.name} worker={worker} />)}</ul>
          </Panel>
          <PluginDeadPanel plugin={id} workers={workers} />
        </>
      )}
    </>
  );
}

/** What one plugin does by itself: `/settings/plugins/<id>`. */
export function PluginBackgroundPage({ id }: { readonly id: string }) {
  const { texts: { background: words }, locale } = usePreferences();
  const { data: plugins, isPending } = usePlugins();
  const plugin = plugins?.find((each) => each.id === id);
  if (plugin === undefined) return isPending ? <Rows /> : <Redirect to="/settings/plugins" replace />;
  return (
    <>
      <PageHeader title={plugin.title[locale]} tag={<PluginTag plugin={plugin} underWay={plugin.step} />} lead={words.title} back="/settings/plugins" />
      <Background plugin={plugin} />
    </>
  );
}
