import { lazy, Suspense, useEffect } from 'react';
import { Redirect, Route, Switch, useLocation, useRoute } from 'wouter';
import { useAlerts } from '../features/alerts/use-alerts.ts';
import { DeskProvider } from '../features/desk/desk-provider.tsx';
import { CommandCenter } from '../features/commands/command-center.tsx';
import type { Place } from '../features/commands/use-commands.ts';
import { InboxPage } from '../features/inbox/inbox-page.tsx';
import { SCOPES } from '../features/inbox/lists.ts';
import type { Scope } from '../features/inbox/lists.ts';
import { useIncoming } from '../features/inbox/use-incoming.ts';
import { useLists } from '../features/inbox/use-lists.ts';
import { PluginPage } from '../features/slots/plugin-page.tsx';
import { useLayout } from '../lib/use-layout.ts';
import { ConnectionBanner } from './connection-banner.tsx';
import { useTexts } from './preferences.tsx';
import { Rail } from './rail.tsx';
import classes from './workspace.module.css';

/** Loaded when somebody goes there: answering comes first. */
const ContactsPage = lazy(async () => ({ default: (await import('../features/contacts/contacts-page.tsx')).ContactsPage }));
const SettingsPage = lazy(async () => ({ default: (await import('../features/settings/settings-page.tsx')).SettingsPage }));

const isScope = (value: string | undefined): value is Scope => SCOPES.some((scope) => scope === value);

/** Where the agent is, out of the address. */
function usePlace(): Place {
  const [, params] = useRoute('/:scope/:id?');
  const scope = params?.scope;
  return isScope(scope) ? { scope, selected: params?.id, listed: true } : { scope: 'waiting', selected: undefined, listed: false };
}

/** The number of waiting visitors stands in the tab, for whoever looks elsewhere. */
function useTitle(): void {
  const texts = useTexts();
  const { waiting, mine } = useLists();
  const asking = waiting.length + mine.filter((card) => card.unread > 0).length;
  useEffect(() => {
    document.title = asking > 0 ? `(${asking}) ${texts.name}` : texts.name;
  }, [asking, texts]);
}

function Rooms() {
  const texts = useTexts();
  const layout = useLayout();
  const [path] = useLocation();
  const place = usePlace();
  useTitle();
  useIncoming(place.selected);
  useAlerts();
  const deep = place.selected !== undefined || /^\/(?:settings|contacts)\/./u.test(path);
  return (
    <div className={classes.workspace} data-layout={layout}>
      <a className={classes.skip} href="#main">{texts.nav.skip}</a>
      <ConnectionBanner />
      <div className={classes.body}>
        {layout === 'stack' && deep ? null : <Rail />}
        <main id="main" className={classes.main} tabIndex={-1}>
          <Switch>
            <Route path="/contacts/:id?">{({ id }) => <Suspense fallback={null}><ContactsPage selected={id} /></Suspense>}</Route>
            <Route path="/settings/*?"><Suspense fallback={null}><SettingsPage /></Suspense></Route>
            <Route path="/plugins/:plugin/:slot">{({ plugin, slot }) => <PluginPage key={`${plugin}/${slot}`} plugin={plugin} name={slot} />}</Route>
            <Route path="/:scope/:id?">{({ scope, id }) => isScope(scope) ? <InboxPage scope={scope} selected={id} /> : <Redirect to="/waiting" replace />}</Route>
            <Route><Redirect to="/waiting" replace /></Route>
          </Switch>
        </main>
      </div>
      <CommandCenter place={place} />
    </div>
  );
}

/** The console of a signed-in agent. */
export const Workspace = () => <DeskProvider><Rooms /></DeskProvider>;
