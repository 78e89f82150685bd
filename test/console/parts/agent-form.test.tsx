import { expect, test } from 'vitest';
import type { Agent, Department } from '#wire/api.ts';
import { AgentForm } from '../../../clients/console/features/settings/agent-dialog.tsx';
import { draw } from './draw.tsx';

const department = (id: string, archived: boolean): Department => ({ id, name: `Name of ${id}`, assignment: 'manual', members: ['lin'], waiting: 0, archived });
const lin: Agent = { id: 'lin', login: 'lin', name: 'Lin', role: 'agent', capacity: 5, departments: ['sales', 'support'], disabled: false, locale: 'en', theme: 'auto', mustChangePassword: false };

test('an agent is in no department that was archived: it is neither shown nor sent', () => {
  const { html } = draw(<AgentForm agent={lin} onClose={() => {}} onDirty={() => {}} onIssued={() => {}} />, [[['departments'], [department('sales', true), department('support', false)]]]);
  expect(html).toContain('Name of support');
  expect(html).not.toContain('sales');
});
