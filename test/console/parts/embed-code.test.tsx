import { expect, test } from 'vitest';
import type { Channel } from '#wire/api.ts';
import { WidgetSettings } from '../../../clients/console/features/settings/widget-settings.tsx';
import { draw } from './draw.tsx';

const channel: Channel = { id: 'web', kind: 'web', name: 'Shop', department: 'shop', token: 'tok-1', allowedOrigins: [], awayEmail: 'off' };
const shown = (locale: 'en' | 'zh-CN', publicUrl: string): string => draw(<WidgetSettings />, [[['channels'], [channel]]], locale, publicUrl).html;

test('beside a code that leads nowhere but to this computer it is said how others reach the server', () => {
  for (const [locale, words] of [['en', 'nobody else can reach localhost:8000'], ['zh-CN', '其他人访问不到 localhost:8000']] as const) {
    expect(shown(locale, 'http://localhost:8000')).toContain(words);
    expect(shown(locale, 'http://localhost:8000')).toContain('<code>PUBLIC_URL=https://chat.example.com npm start</code>');
    expect(shown(locale, 'https://chat.example')).toContain('https://chat.example/widget/');
    expect(shown(locale, 'https://chat.example')).not.toContain('PUBLIC_URL');
  }
});
