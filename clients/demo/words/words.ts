import { computed, effect, signal } from '@preact/signals';
import { detectLocale, isLocale } from '#ui/locale.ts';
import type { Locale } from '#ui/locale.ts';
import { keep, recall } from '#ui/storage.ts';
import { words as en } from './en.ts';
import { words as zhCN } from './zh-CN.ts';

const KEY = 'parlor:demo:locale';

function firstLocale(): Locale {
  const chosen = recall(KEY);
  return isLocale(chosen) ? chosen : detectLocale(navigator.languages);
}

export const locale = signal<Locale>(firstLocale());
export const words = computed(() => (locale.value === 'zh-CN' ? zhCN : en));

export function switchLanguage(): void {
  locale.value = locale.value === 'en' ? 'zh-CN' : 'en';
  keep(KEY, locale.value);
}

effect(() => { document.documentElement.lang = locale.value; });
// The two frames of the side-by-side page, and other tabs, follow.
addEventListener('storage', ({ key, newValue }) => {
  if (key === KEY && isLocale(newValue)) locale.value = newValue;
});
