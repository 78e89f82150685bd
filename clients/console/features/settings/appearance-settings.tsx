import { SegmentedControl } from '@mantine/core';
import { isLocale, localeNames, LOCALES } from '#ui/locale.ts';
import { isTheme, usePreferences } from '../../app/preferences.tsx';
import { useChoosePreferences } from '../session/use-choose-preferences.ts';
import { Panel, Row } from './pieces.tsx';

export function AppearanceSettings() {
  const { texts: { settings }, locale, theme } = usePreferences();
  const choose = useChoosePreferences();
  return (
    <Panel>
      <Row name={settings.language}>
        <SegmentedControl
          fullWidth aria-label={settings.language} value={locale} data={LOCALES.map((value) => ({ value, label: localeNames[value] }))}
          onChange={(value) => { if (isLocale(value)) choose({ locale: value }); }}
        />
      </Row>
      <Row name={settings.colours}>
        <SegmentedControl
          fullWidth aria-label={settings.colours} value={theme} data={(['light', 'dark', 'auto'] as const).map((value) => ({ value, label: settings[value] }))}
          onChange={(value) => { if (isTheme(value)) choose({ theme: value }); }}
        />
      </Row>
    </Panel>
  );
}
