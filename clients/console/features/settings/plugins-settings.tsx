import { usePlugins } from '../../api/queries.ts';
import { EmptyState } from '../../app/empty-state.tsx';
import { usePreferences } from '../../app/preferences.tsx';
import { codeOf } from '../../app/toast.tsx';
import listClasses from './list.module.css';
import { Rows } from './pieces.tsx';
import { PluginEntry } from './plugin-entry.tsx';

export function PluginsSettings() {
  const { texts, errors, locale } = usePreferences();
  const { plugins: words, common } = texts;
  const { data, isPending, error, refetch } = usePlugins();
  if (isPending) return <Rows />;
  if (data === undefined) return <EmptyState icon="alert" title={common.somethingWrong} lead={errors[codeOf(error)]} action={{ label: common.retry, run: () => void refetch() }} />;
  if (data.length === 0) return <EmptyState icon="plug" title={words.empty} lead={words.emptyLead} />;
  // By name, whatever their states: a row stays where it is while its plugin changes.
  const plugins = [...data].sort((a, b) => a.title[locale].localeCompare(b.title[locale], locale));
  return (
    <ul className={listClasses.list}>
      {plugins.map((plugin) => <PluginEntry key={plugin.id} plugin={plugin} />)}
    </ul>
  );
}
