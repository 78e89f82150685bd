import { useQuery } from '@tanstack/react-query';
import { slotsQuery } from '../../api/slots.ts';
import { ColumnPage } from '../../app/column-page.tsx';
import { NotLoaded } from '../../app/not-loaded.tsx';
import { Icon } from '../../app/icon.tsx';
import { usePreferences } from '../../app/preferences.tsx';
import classes from './plugin-page.module.css';
import { MissingPage } from './missing-page.tsx';
import { SlotView } from './slot-view.tsx';

/** A page of a plugin: `/plugins/<plugin>/<slot>`. It comes and goes with the plugin. */
export function PluginPage({ plugin, name }: { readonly plugin: string; readonly name: string }) {
  const { locale } = usePreferences();
  const { data, error, isPending, refetch } = useQuery(slotsQuery);
  if (isPending) return null;
  if (data === undefined) return <NotLoaded error={error} retry={refetch} />;
  const slot = data.find((each) => each.place === 'page' && each.plugin === plugin && each.slot === name);
  if (slot === undefined) return <div className={classes.missing}><MissingPage plugin={plugin} /></div>;
  return (
    <ColumnPage className={classes.column}>
      <header className={classes.header}>
        <Icon name={slot.icon} size={20} />
        <h1>{slot.title[locale]}</h1>
      </header>
      <SlotView slot={slot} conversation={null} />
    </ColumnPage>
  );
}
