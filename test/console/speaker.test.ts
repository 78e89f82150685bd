import { expect, test } from 'vitest';
import type { Card } from '#wire/protocol.ts';
import { speakerOf } from '../../clients/console/features/inbox/speaker.ts';
import { en } from '../../clients/console/i18n/en.ts';

const said = (card: Partial<Card>): string | null => speakerOf({ status: 'active', assignee: null, assigneeName: null, previewBy: 'agent', previewFrom: null, previewName: null, ...card }, '7', en);

test.each([
  ['the visitor', { previewBy: 'visitor' }, null],
  ['oneself, also in a chat of somebody else', { previewFrom: 'a_7', previewName: 'Lin', assignee: '8' }, 'You'],
  ['a colleague', { previewFrom: 'a_8', previewName: 'Ana', assignee: '7' }, 'Ana'],
  ['a colleague who has left', { previewFrom: 'a_8' }, 'A colleague'],
  ['a bot', { previewBy: 'bot', previewFrom: 'b_shop', previewName: 'Iris' }, 'Iris'],
  ['a bot that serves, and that only the chat names', { previewBy: 'bot', previewFrom: 'b_shop', assigneeName: 'Iris' }, 'Iris'],
  ['a bot that served', { previewBy: 'bot', previewFrom: 'b_shop', assignee: '8', assigneeName: 'Ana' }, 'Bot'],
  ['a broadcast', { previewBy: 'system', previewFrom: 'b_broadcast' }, 'Automatic'],
  ['a server of the release before, of oneself', { assignee: '7' }, 'You'],
  ['a server of the release before, of somebody', { assignee: '8' }, null],
] as const)('the last words are those of %s', (_, card, speaker) => {
  expect(said(card)).toBe(speaker);
});
