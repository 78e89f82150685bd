import { Link, Redirect, useRoute } from 'wouter';
import type { ComponentType } from 'react';
import { ColumnPage } from '../../app/column-page.tsx';
import { Icon } from '../../app/icon.tsx';
import { useTexts } from '../../app/preferences.tsx';
import { useLayout } from '../../lib/use-layout.ts';
import { useSession } from '../session/session-gate.tsx';
import { AgentsSettings } from './agents-settings.tsx';
import { AppearanceSettings } from './appearance-settings.tsx';
import { ContactsSettings } from './contacts-settings.tsx';
import { DepartmentsSettings } from './departments-settings.tsx';
import { NotificationSettings } from './notification-settings.tsx';
import { PageHeader } from './page-header.tsx';
import { PluginBackgroundPage } from './plugin-background-page.tsx';
import { PluginsSettings } from './plugins-settings.tsx';
import { ProfileSettings } from './profile-settings.tsx';
import { sectionsOf } from './sections.ts';
import type { Section } from './sections.ts';
import classes from './settings-page.module.css';
import { WidgetSettings } from './widget-settings.tsx';

interface Shown {
  readonly page: ComponentType;
  /** What `/settings/<path>/<id>` shows instead, header and all. */
  readonly detail?: ComponentType<{ readonly id: string }>;
}

const PAGES: Readonly<Record<Section['path'], Shown>> = {
  profile: { page: ProfileSettings },
  appearance: { page: AppearanceSettings },
  notifications: { page: NotificationSettings },
  departments: { page: DepartmentsSettings },
  agents: { page: AgentsSettings },
  contacts: { page: ContactsSettings },
  widget: { page: WidgetSettings },
  plugins: { page: PluginsSettings, detail: PluginBackgroundPage },
};

function Navigation({ sections, here }: { readonly sections: readonly Section[]; readonly here: string | undefined }) {
  const { settings } = useTexts();
  return (
    <nav className={classes.nav} aria-label={settings.title}>
      <h1 className={classes.title}>{settings.title}</h1>
      {(['personal', 'team'] as const).map((group) => {
        const items = sections.filter((section) => section.group === group);
        return items.length === 0 ? null : (
          <section key={group}>
            <h2 className={classes.group}>{settings[group]}</h2>
            {items.map(({ path, icon }) => (
              <Link key={path} href={`/settings/${path}`} className={classes.item} aria-current={path === here ? 'page' : undefined}><Icon name={icon} />{settings[path]}</Link>
            ))}
          </section>
        );
      })}
    </nav>
  );
}

/** The settings: a page at a time, beside the list of them where there is room. */
export function SettingsPage() {
  const { settings } = useTexts();
  const { agent } = useSession();
  const stack = useLayout() === 'stack';
  const [, params] = useRoute('/settings/:section?/*?');
  const sections = sectionsOf(agent);
  const section = sections.find(({ path }) => path === params?.section);
  if (section === undefined) return stack && params?.section === undefined ? <Navigation sections={sections} here={undefined} /> : <Redirect to="/settings/profile" replace />;
  const { page: Page, detail: Detail } = PAGES[section.path];
  const id = params?.['*'];
  return (
    <div className={classes.page}>
      {stack ? null : <Navigation sections={sections} here={section.path} />}
      <ColumnPage>
        {Detail !== undefined && id !== undefined && id !== '' ? <Detail key={id} id={id} /> : (
          <>
            <PageHeader title={settings[section.path]} lead={settings[`${section.path}Lead`]} back={stack ? '/settings' : null} />
            <Page />
          </>
        )}
      </ColumnPage>
    </div>
  );
}
