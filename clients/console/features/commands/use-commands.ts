import { useLocation } from 'wouter';
import type { PresenceStatus } from '#wire/protocol.ts';
import { useSlotsAt } from '../../api/slots.ts';
import { usePreferences } from '../../app/preferences.tsx';
import { visitorName } from '../../lib/visitor-name.ts';
import { useFocusedChat } from '../conversation/chat-focus.ts';
import { spokenOf } from '../conversation/spoken.ts';
import type { Scope } from '../inbox/lists.ts';
import { useLists, useScopeList } from '../inbox/use-lists.ts';
import { useTakeNext } from '../inbox/use-take-next.ts';
import { find } from '../search/find.ts';
import { useChatSearch } from '../search/search-api.ts';
import { addressOf, isAsked, isSearched } from '../search/sought.ts';
import { useSought } from '../search/use-sought.ts';
import { leaveAll } from '../../lib/unsaved.ts';
import { useSession } from '../session/session-gate.tsx';
import { sectionsOf } from '../settings/sections.ts';
import { useChoosePreferences } from '../session/use-choose-preferences.ts';
import { usePresence } from '../session/use-presence.ts';
import { pageAddress } from '../slots/rail-pages.tsx';
import type { Command } from './command.ts';
import { palette } from './palette-store.ts';
import { shortcutSheet } from './shortcut-sheet.tsx';
import { useChatCommands } from './use-chat-commands.ts';

/** Where somebody is. */
export interface Place {
  readonly scope: Scope;
  readonly selected: string | undefined;
  /** The list of chats is shown: elsewhere a single letter is more likely a word that missed its field than a wish for a chat. */
  readonly listed: boolean;
}

/** What the list shows: where somebody looks for something, what was found. */
function useShown(scope: Scope): readonly { readonly id: string; readonly href: string }[] {
  const { cards } = useScopeList(scope);
  const sought = useSought(scope);
  const { data } = useChatSearch(isSearched(scope) ? scope : 'ended', sought);
  if (!isAsked(sought)) return cards.map(({ id }) => ({ id, href: `/${scope}/${id}` }));
  return (data?.found ?? []).map((found) => ({ id: found.card.id, href: addressOf(scope, found, sought) }));
}

/** The chat above or below the one that is shown. */
function useSteps(scope: Scope, selected: string | undefined): readonly Command[] {
  const { commands } = usePreferences().texts;
  const [, navigate] = useLocation();
  const shown = useShown(scope);
  const step = (by: number) => () => {
    const at = shown.findIndex(({ id }) => id === selected);
    const next = shown[at < 0 ? 0 : Math.max(0, Math.min(shown.length - 1, at + by))];
    if (next !== undefined) navigate(next.href);
  };
  const down: Command = { id: 'next', group: 'go', label: commands.next, icon: 'chevronDown', keys: 'j', run: step(1) };
  const up: Command = { id: 'previous', group: 'go', label: commands.previous, icon: 'chevronUp', keys: 'k', run: step(-1) };
  return [
    down, up,
    { ...down, id: 'next-arrow', keys: 'arrowdown' }, { ...up, id: 'previous-arrow', keys: 'arrowup' },
    { ...down, id: 'next-alt', keys: 'alt+arrowdown', anywhere: true }, { ...up, id: 'previous-alt', keys: 'alt+arrowup', anywhere: true },
  ];
}

function useMe(): readonly Command[] {
  const { texts } = usePreferences();
  const { signOut } = useSession();
  const choose = useChoosePreferences();
  const { status, set } = usePresence();
  const { commands, presence, signIn } = texts;
  const others = (['online', 'away', 'offline'] as const).filter((item: PresenceStatus) => item !== status);
  return [
    ...others.map((item): Command => ({ id: `presence-${item}`, group: 'me', label: `${presence.label}: ${presence[item]}`, icon: 'user', run: () => set(item) })),
    { id: 'theme-light', group: 'me', label: commands.themeLight, icon: 'sun', run: () => choose({ theme: 'light' }) },
    { id: 'theme-dark', group: 'me', label: commands.themeDark, icon: 'moon', run: () => choose({ theme: 'dark' }) },
    { id: 'theme-auto', group: 'me', label: commands.themeAuto, icon: 'monitor', run: () => choose({ theme: 'auto' }) },
    { id: 'english', group: 'me', label: commands.english, icon: 'globe', run: () => choose({ locale: 'en' }) },
    { id: 'chinese', group: 'me', label: commands.chinese, icon: 'globe', run: () => choose({ locale: 'zh-CN' }) },
    { id: 'shortcuts', group: 'me', label: texts.nav.shortcuts, icon: 'keyboard', keys: '?', run: shortcutSheet.open },
    { id: 'sign-out', group: 'me', label: signIn.signOut, icon: 'signOut', run: () => leaveAll(() => void signOut()) },
  ];
}

/** Pages of the settings: each is known by what it is for as well. */
function useSettings(): readonly Command[] {
  const { settings } = usePreferences().texts;
  const { agent } = useSession();
  const [, navigate] = useLocation();
  return sectionsOf(agent).map(({ icon, path }): Command => ({ id: `settings-${path}`, group: 'settings', label: `${settings.title}: ${settings[path]}`, words: settings[`${path}Lead`], icon, run: () => navigate(`/settings/${path}`) }));
}

/** Everything that can be done now: the palette lists it, keys run it, the sheet explains it. */
export function useCommands({ listed, scope, selected }: Place): readonly Command[] {
  const { texts, locale } = usePreferences();
  const pages = useSlotsAt('page');
  const { commands, inbox, nav } = texts;
  const [, navigate] = useLocation();
  const takeNext = useTakeNext();
  const { waiting, mine } = useLists();
  const chat = useChatCommands(useFocusedChat());
  const steps = useSteps(scope, selected);
  const me = useMe();
  const settings = useSettings();
  const go = (path: string) => () => navigate(path);
  return [
    ...chat,
    ...(takeNext !== null ? [{ id: 'take-next', group: 'go', label: inbox.takeNext, icon: 'bolt', ...(listed ? { keys: 'n' } : {}), run: takeNext } as const] : []),
    { id: 'go-waiting', group: 'go', label: commands.goWaiting, icon: 'clock', keys: 'g w', run: go('/waiting') },
    { id: 'go-mine', group: 'go', label: commands.goMine, icon: 'inbox', keys: 'g m', run: go('/mine') },
    { id: 'go-all', group: 'go', label: commands.goAll, icon: 'user', keys: 'g a', run: go('/all') },
    { id: 'go-ended', group: 'go', label: commands.goEnded, icon: 'archive', keys: 'g e', run: go('/ended') },
    { id: 'find', group: 'go', label: texts.shortcuts.find, icon: 'search', keys: '/', run: () => find(go('/ended')) },
    { id: 'go-contacts', group: 'go', label: nav.contacts, icon: 'users', keys: 'g c', run: go('/contacts') },
    ...pages.map((page): Command => ({ id: `go-${page.plugin}-${page.slot}`, group: 'go', label: page.title[locale], icon: page.icon, run: go(pageAddress(page)) })),
    { id: 'go-settings', group: 'go', label: commands.goSettings, icon: 'settings', keys: 'g s', run: go('/settings') },
    ...(listed ? steps : []),
    { id: 'palette', group: 'go', label: nav.commands, icon: 'search', keys: 'mod+k', anywhere: true, run: palette.open },
    ...me,
    ...settings,
    ...[...mine, ...waiting].filter((card) => card.id !== selected).map((card): Command => ({
      id: `chat-${card.id}`, group: 'chats', card, label: commands.openWith(visitorName(card.visitor, texts)), words: spokenOf(card.previewKind, card.preview, texts), icon: 'reply', run: go(`/${mine.includes(card) ? 'mine' : 'waiting'}/${card.id}`),
    })),
  ];
}
