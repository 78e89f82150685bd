import { Switch } from '@mantine/core';
import { chime } from '#ui/chime.ts';
import { usePreferences } from '../../app/preferences.tsx';
import { useToast } from '../../app/toast.tsx';
import { useKeptFlag } from '../../lib/kept-flag.ts';
import { notifications, previews, sound } from '../alerts/choices.ts';
import { askPermission, showNotification, usePermission } from '../alerts/desktop.ts';
import { Panel, Row } from './pieces.tsx';

/** How one hears of chats while looking elsewhere. The browser is asked only here, and only by a click. */
export function NotificationSettings() {
  const { alerts, name } = usePreferences().texts;
  const { tell } = useToast();
  const permission = usePermission();
  const [sounds, shows, names] = [useKeptFlag(sound), useKeptFlag(notifications), useKeptFlag(previews)];
  const on = shows && permission === 'granted';
  const hints = { granted: alerts.desktopHint, default: alerts.desktopHint, denied: alerts.blocked, insecure: alerts.insecure, missing: alerts.missing };

  const chooseSound = (next: boolean) => {
    sound.write(next);
    if (next) chime();
  };
  const chooseNotifications = async (next: boolean) => {
    if (!next) return notifications.write(false);
    const answer = await askPermission();
    if (answer === 'default') tell({ text: alerts.refused, detail: alerts.refusedHint });
    if (answer !== 'granted') return;
    // Shown at once: what it looks like, and whether this browser can.
    const shown = showNotification({ title: name, body: alerts.sample }, 'sample', () => undefined);
    notifications.write(shown);
    if (!shown) tell({ text: alerts.missing, tone: 'danger' });
  };

  return (
    <Panel>
      <Row name={alerts.sound} hint={alerts.soundHint}>
        <Switch aria-label={alerts.sound} checked={sounds} onChange={(event) => chooseSound(event.currentTarget.checked)} />
      </Row>
      <Row name={alerts.desktop} hint={hints[permission]}>
        <Switch aria-label={alerts.desktop} checked={on} disabled={permission !== 'granted' && permission !== 'default'} onChange={(event) => void chooseNotifications(event.currentTarget.checked)} />
      </Row>
      <Row name={alerts.previews} hint={alerts.previewsHint}>
        <Switch aria-label={alerts.previews} checked={names} disabled={!on} onChange={(event) => previews.write(event.currentTarget.checked)} />
      </Row>
    </Panel>
  );
}
