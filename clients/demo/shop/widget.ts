import { effect, signal } from '@preact/signals';
import { locale } from '../words/words.ts';

interface ParlorWindow extends Window {
  parlorSettings?: { readonly locale: string };
  parlorSDK?: { readonly run: (target: { readonly websiteToken: string; readonly baseUrl: string }) => void };
  $parlor?: { readonly toggle: (state: 'open' | 'close') => void; readonly setLocale: (locale: string) => void };
}

const page: ParlorWindow = window;

/** The chat stands over the page, which makes room for it. */
export const chatShown = signal(false);
page.addEventListener('parlor:opened', () => { chatShown.value = true; });
page.addEventListener('parlor:closed', () => { chatShown.value = false; });

/** Puts the widget on the page as any shop would, with the token of the demo's channel. */
export async function embedWidget(): Promise<void> {
  const response = await fetch('/demo/config.json');
  // Without a demo channel the shop is just a shop.
  if (!response.ok) return;
  const { token } = (await response.json()) as { readonly token: string };
  page.parlorSettings = { locale: locale.value };
  const script = document.createElement('script');
  script.src = '/widget/v1/loader.js';
  script.async = true;
  script.addEventListener('load', () => {
    page.parlorSDK?.run({ websiteToken: token, baseUrl: location.origin });
    effect(() => page.$parlor?.setLocale(locale.value));
    if (new URLSearchParams(location.search).has('open')) openWidget();
  });
  document.head.append(script);
}

export const openWidget = (): void => page.$parlor?.toggle('open');
