import { useColorScheme } from '@mantine/hooks';
import { createContext, useCallback, useContext, useEffect, useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import type { Agent } from '#wire/api.ts';
import { detectLocale, isLocale } from '#ui/locale.ts';
import type { Locale } from '#ui/locale.ts';
import { errorTexts as errorsEn } from '#ui/errors/staff/en.ts';
import { errorTexts as errorsZh } from '#ui/errors/staff/zh-CN.ts';
import type { ErrorCode } from '#domain/errors.ts';
import { en } from '../i18n/en.ts';
import type { Texts } from '../i18n/en.ts';
import { zhCN } from '../i18n/zh-CN.ts';

export type Theme = Agent['theme'];

export interface Preferences {
  readonly locale: Locale;
  readonly theme: Theme;
  /** What the theme comes to now. */
  readonly scheme: 'light' | 'dark';
  readonly texts: Texts;
  readonly errors: Readonly<Record<ErrorCode, string>>;
  readonly choose: (choice: { readonly locale?: Locale; readonly theme?: Theme }) => void;
  /** The language that was chosen before signing in, which the account does not know yet; null for none. */
  readonly unsaved: Locale | null;
  readonly setUnsaved: (locale: Locale | null) => void;
}

const KEY = 'parlor.preferences';
const catalogues: Readonly<Record<Locale, Texts>> = { en, 'zh-CN': zhCN };
const errors: Readonly<Record<Locale, Readonly<Record<ErrorCode, string>>>> = { en: errorsEn, 'zh-CN': errorsZh };

interface Choice { readonly locale: Locale; readonly theme: Theme }

export const isTheme = (value: unknown): value is Theme => value === 'auto' || value === 'light' || value === 'dark';

/** The last choice on this device, for the sign-in page and the first paint. */
function remembered(): Choice {
  const fallback: Choice = { locale: detectLocale(navigator.languages), theme: 'auto' };
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    if (typeof kept !== 'object' || kept === null) return fallback;
    return {
      locale: 'locale' in kept && isLocale(kept.locale) ? kept.locale : fallback.locale,
      theme: 'theme' in kept && isTheme(kept.theme) ? kept.theme : fallback.theme,
    };
  } catch {
    return fallback;
  }
}

const Context = createContext<Preferences | null>(null);

export function PreferencesProvider({ children }: { readonly children: ReactNode }) {
  const [choice, setChoice] = useState(remembered);
  const [unsaved, setUnsaved] = useState<Locale | null>(null);
  const system = useColorScheme(undefined, { getInitialValueInEffect: false });
  const scheme = choice.theme === 'auto' ? system : choice.theme;

  useEffect(() => {
    document.documentElement.lang = choice.locale;
    document.documentElement.dataset['theme'] = scheme;
    localStorage.setItem(KEY, JSON.stringify(choice));
  }, [choice, scheme]);

  const choose = useCallback<Preferences['choose']>((next) => setChoice((before) => ({ ...before, ...next })), []);
  const value = useMemo<Preferences>(
    () => ({ ...choice, scheme, texts: catalogues[choice.locale], errors: errors[choice.locale], choose, unsaved, setUnsaved }),
    [choice, scheme, choose, unsaved],
  );
  return <Context value={value}>{children}</Context>;
}

export function usePreferences(): Preferences {
  const preferences = useContext(Context);
  if (preferences === null) throw new Error('usePreferences outside of its provider');
  return preferences;
}

export const useTexts = (): Texts => usePreferences().texts;
