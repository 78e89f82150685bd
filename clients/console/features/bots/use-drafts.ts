import { useCallback, useState } from 'react';
import type { ScriptFile } from './script.ts';

export type Drafts = Readonly<Partial<Record<ScriptFile, string>>>;

/** What of a bot's scripts is not saved yet. It outlives other tabs, other pages, and a reload of this one. */
export function useDrafts(bot: string): { readonly drafts: Drafts; readonly setDraft: (file: ScriptFile, text: string | null) => void } {
  const key = `parlor.bot.${bot}.scripts`;
  const [drafts, setDrafts] = useState<Drafts>(() => kept(key));
  const setDraft = useCallback((file: ScriptFile, text: string | null) => setDrafts((before) => {
    const { [file]: _before, ...rest } = before;
    const after: Drafts = text === null ? rest : { ...rest, [file]: text };
    keep(key, after);
    return after;
  }), [key]);
  return { drafts, setDraft };
}

function kept(key: string): Drafts {
  try {
    const given: unknown = JSON.parse(sessionStorage.getItem(key) ?? '{}');
    return Object.fromEntries(Object.entries(Object(given) as object).filter(([, text]) => typeof text === 'string'));
  } catch {
    return {};
  }
}

/** Where there is no room for it, it is kept as long as the page of the bot is open. */
function keep(key: string, drafts: Drafts): void {
  try {
    if (Object.keys(drafts).length === 0) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, JSON.stringify(drafts));
  } catch {
    // As said above.
  }
}
