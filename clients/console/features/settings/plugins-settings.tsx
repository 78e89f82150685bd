import { useState } from 'react';
import { usePlugins } from '../../api/queries.ts';
import { EmptyState } from '../../app/empty-state.tsx';
import { NotLoaded } from '../../app/not-loaded.tsx';
import { usePreferences } from '../../app/preferences.tsx';
import { Rows } from '../../app/rows.tsx';
import listClasses from './list.module.css';
import { PluginEntry } from './plugin-entry.tsx';
import { PluginUpload } from './plugin-upload.tsx';

export function PluginsSettings() {
  const { texts: { plugins: words }, locale } = usePreferences();
  const { data, isPending, error, refetch } = usePlugins();
  const [uploaded, setUploaded] = useState<string | null>(null);
  if (isPending) return <Rows />;
  if (data === undefined) return <NotLoaded error={error} retry={refetch} />;
  // By name, whatever their states: a row stays where it is while its plugin changes.
  const plugins = [...data].sort((a, b) => a.title[locale].localeCompare(b.title[locale], locale));
  return (
    <>
      <PluginUpload onUploaded={({ id, version }) => setUploaded(`${id} ${version}`)} />
      {plugins.length === 0 ? <EmptyState icon="plug" title={words.empty} lead={words.emptyLead} /> : (
        <ul className={listClasses.list}>
          {plugins.map((plugin) => {
            const review = `${plugin.id} ${plugin.version}` === uploaded;
            // What has just been uploaded asks at once for what it wants.
            return <PluginEntry key={review ? uploaded : plugin.id} plugin={plugin} review={review} />;
          })}
        </ul>
      )}
    </>
  );
}
