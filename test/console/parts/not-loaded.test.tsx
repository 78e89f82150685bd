import { expect, test } from 'vitest';
import { AgentsSettings } from '../../../clients/console/features/settings/agents-settings.tsx';
import { ContactsSettings } from '../../../clients/console/features/settings/contacts-settings.tsx';
import { DepartmentsSettings } from '../../../clients/console/features/settings/departments-settings.tsx';
import { WidgetSettings } from '../../../clients/console/features/settings/widget-settings.tsx';
import { draw, noAnswer } from './draw.tsx';

test.each([
  ['agents', AgentsSettings, ['agents']],
  ['departments', DepartmentsSettings, ['departments']],
  ['widgets', WidgetSettings, ['channels']],
  ['what is done with contacts', ContactsSettings, ['settings', 'contacts']],
])('%s that could not be read are not taken for none: one can try again', (_, Page, queryKey) => {
  const { html } = draw(<Page />, [[queryKey, noAnswer]]);
  expect(html).toContain('This could not be loaded');
  expect(html).toContain('Try again');
});
