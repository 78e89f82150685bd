import { detectLocale } from '#ui/locale.ts';
import type { WidgetLook } from '#wire/widget-look.ts';
import type { Look } from '../line.ts';

/** `window.parlorSettings`, and what `boot` and `update` take. Everything may be left out: side, colour and greeting are then the website's own. */
export interface Settings {
  readonly hideMessageBubble?: boolean;
  readonly position?: 'left' | 'right';
  /** Beats every other source of the language. */
  readonly locale?: string;
  /** True: the browser's language; default: the page's `lang`, then the browser's. */
  readonly useBrowserLanguage?: boolean;
  readonly type?: 'standard' | 'expanded_bubble';
  /** The words on an expanded bubble. */
  readonly launcherTitle?: string;
  /** Default `auto`: as the visitor's system. */
  readonly darkMode?: 'light' | 'dark' | 'auto';
  /** Your brand's colour as CSS writes it; the text on it becomes black or white by itself. */
  readonly color?: string;
  /** The greeting beside the launcher; false for none. */
  readonly greeting?: string | false;
}

export interface Target {
  readonly websiteToken: string;
  /** Where Parlor runs; default: where the loader came from. */
  readonly baseUrl?: string;
}

export function lookOf(settings: Settings, website: Partial<WidgetLook> = {}): Look {
  const { locale, useBrowserLanguage, darkMode, color } = settings;
  const page = useBrowserLanguage === true ? [] : [document.documentElement.lang];
  return {
    locale: detectLocale([locale ?? '', ...page, ...navigator.languages]),
    theme: darkMode === 'light' || darkMode === 'dark' ? darkMode : 'auto',
    color: color !== undefined && CSS.supports('color', color) ? color : (website.color ?? null),
  };
}
