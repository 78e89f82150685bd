import { expect, it } from 'vitest';
import { isShortcut, slashAt } from '../../clients/console/features/slots/slash.ts';

const at = (written: string) => slashAt(written.replace('|', ''), written.indexOf('|'));

it('a word that begins with a / is looked for, wherever it stands', () => {
  expect(at('/ref|')).toEqual({ start: 0, query: 'ref' });
  expect(at('/money back|')).toEqual({ start: 0, query: 'money back' });
  expect(at('Hello. /ref|')).toEqual({ start: 7, query: 'ref' });
  expect(at('Hello. /| And more')).toEqual({ start: 7, query: '' });
  expect(at('Hello.\n/ref|')).toEqual({ start: 7, query: 'ref' });
  expect(at('您好，/退款|')).toEqual({ start: 3, query: '退款' });
  expect(at('/refund and /ref|')).toEqual({ start: 12, query: 'ref' });
});

it('a / within a word, a path, and a word that is written to its end are none', () => {
  for (const written of ['and/or|', 'open 24/7|', 'https://example|', 'in /usr/bin|', 'either / or|', 'say /re|fund', 'done /refund |', `see /${'x'.repeat(61)}|`, 'hello|']) expect(at(written), written).toBeNull();
});

it('one that stands alone is meant for the list', () => {
  for (const written of ['/thnks|', ' /thnks |', '|  /thnks', '/thnks \n|', '\n/thnks\n|']) {
    expect(isShortcut(written.replace('|', '')), written).toBe(true);
    // Or it would be sent without a question.
    expect(at(written)?.query, written).toBe('thnks');
  }
  expect(isShortcut('/')).toBe(true);
  expect(['/usr/bin', '/thnks a lot', 'say /thnks', 'thnks', ''].some(isShortcut)).toBe(false);
});
