import { Link, Redirect, useRoute } from 'wouter';
import type { ComponentType } from 'react';
import type { ConsoleIcon } from '#ui/console-icons.ts';
import type { SlotIcon } from '#wire/slots.ts';
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
import classes from './settings-page.module.css';
import { WidgetSettings } from './widget-settings.tsx';

interface Section {
  readonly path: 'profile' | 'appearance' | 'notifications' | 'departments' | 'agents' | 'contacts' | 'widget' | 'plugins';
  readonly icon: ConsoleIcon | SlotIcon;
  readonly group: 'personal' | 'team';
  readonly page: ComponentType;
  /** What `/settings/<path>/<id>` shows instead, header and all. */
  readonly detail?: ComponentType<{ readonly id: string }>;
}

const SECTIONS: readonly Section[] = [
  { path: 'profile', icon: 'user', group: 'personal', page: ProfileSettings },
  { path: 'appearance', icon: 'sun', group: 'personal', page: AppearanceSettings },
  { path: 'notifications', icon: 'bell', group: 'personal', page: NotificationSettings },
  { path: 'departments', icon: 'building', group: 'team', page: DepartmentsSettings },
  { path: 'agents', icon: 'users', group: 'team', page: AgentsSettings },
  { path: 'contacts', icon: 'handOver', group: 'team', page: ContactsSettings },
  { path: 'widget', icon: 'code', group: 'team', page: WidgetSettings },
  { path: 'plugins', icon: 'plug', group: 'team', page: PluginsSettings, detail: PluginBackgroundPage },
];

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

/** The settings: what is one's own for everybody, the team for administrators. */
export function SettingsPage() {
  const { settings } = useTexts();
  const { agent } = useSession();
  const stack = useLayout() === 'stack';
  const [, params] = useRoute('/settings/:section?/*?');
  const sections = SECTIONS.filter((section) => section.group === 'personal' || agent.role === 'admin');
  const section = sections.find(({ path }) => path === params?.section);
  if (section === undefined) return stack && params?.section === undefined ? <Navigation sections={sections} here={undefined} /> : <Redirect to="/settings/profile" replace />;
  const { page: Page, detail: Detail } = section;
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
