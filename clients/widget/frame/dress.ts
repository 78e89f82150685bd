import { effect } from '@preact/signals';
import type { Widget } from './context.ts';

/** The page in its language, theme and colour: before anything of it is drawn, and with every change. */
export function dress({ chat, words }: Pick<Widget, 'chat' | 'words'>): void {
  effect(() => {
    const { locale, theme, color: asked } = chat.look.value;
    const color = asked ?? chat.host.website.color;
    const root = document.documentElement;
    root.lang = locale;
    document.title = words.value.title;
    if (theme === 'auto') delete root.dataset['theme'];
    else root.dataset['theme'] = theme;
    root.classList.toggle('branded', color !== null);
    root.style.setProperty('--brand', color);
  });
}
