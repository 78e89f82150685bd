import type { SpotlightActionGroupData } from '@mantine/spotlight';
import { useLocation } from 'wouter';
import { wordsOf } from '#domain/words.ts';
import type { ConsoleIcon } from '#ui/console-icons.ts';
import type { FoundChat } from '#wire/api.ts';
import type { Card } from '#wire/protocol.ts';
import { Icon } from '../../app/icon.tsx';
import { useTexts } from '../../app/preferences.tsx';
import { visitorName } from '../../lib/visitor-name.ts';
import { useContacts } from '../contacts/contacts-api.ts';
import type { Scope } from '../inbox/lists.ts';
import { useLists } from '../inbox/use-lists.ts';
import classes from './found-actions.module.css';
import { RowWords } from './row-words.tsx';
import { useFirstFound } from './search-api.ts';
import { addressOf, nothing, searchOf } from './sought.ts';
import { useSearchTexts } from './texts/use-search-texts.ts';
import { useSettled } from './use-sought.ts';

/** Of each kind. */
const MOST = 5;

const iconOf = (name: ConsoleIcon) => <span className={classes.icon}><Icon name={name} /></span>;

export interface FoundActions {
  /** What was typed is not looked for yet, or not to the end. */
  readonly looking: boolean;
  readonly groups: readonly SpotlightActionGroupData[];
}

/**
 * For the palette, as one types: the first contacts and chats, then the way to everything that matches.
 * `named`: ids of commands that match by themselves; chats that they lead to are not listed twice.
 */
export function useFoundActions(typed: string, named: ReadonlySet<string>): FoundActions {
  const texts = useTexts();
  const search = useSearchTexts();
  const [, navigate] = useLocation();
  const { mine, waiting } = useLists();
  const now = typed.slice(0, 160).trim();
  const text = useSettled(now);
  const contacts = useContacts(text, text !== '');
  const open = useFirstFound('all', text, MOST);
  const ended = useFirstFound('ended', text, MOST);
  if (now === '') return { looking: false, groups: [] };
  // All at once and behind everything else: nothing moves away under the finger that chooses, and nothing is taken for words that were typed before.
  if (text !== now || contacts.isPending || contacts.isPlaceholderData || open.isPending || ended.isPending) return { looking: true, groups: [] };

  const words = wordsOf(text);
  const placeOf = ({ endedAt, id }: Card): Scope => (endedAt !== null ? 'ended' : mine.some((card) => card.id === id) ? 'mine' : waiting.some((card) => card.id === id) ? 'waiting' : 'all');
  const chat = (found: FoundChat) => ({
    id: `found-${found.card.id}`, label: visitorName(found.card.visitor, texts), leftSection: iconOf(found.card.endedAt === null ? 'reply' : 'archive'),
    onClick: () => navigate(addressOf(placeOf(found.card), found)),
    rightSection: <RowWords card={found.card} text={found.said?.text ?? ''} words={words} />,
  });
  const groups: readonly SpotlightActionGroupData[] = [
    { group: search.palette.contacts, actions: (contacts.data ?? []).slice(0, MOST).map(({ email, id, name, phone }) => ({ id: `contact-${id}`, label: visitorName(name, texts), leftSection: iconOf('user'), rightSection: <RowWords text={email ?? phone ?? ''} words={words} />, onClick: () => navigate(`/contacts/${id}`) })) },
    { group: search.palette.open, actions: (open.data ?? []).filter(({ card }) => !named.has(`chat-${card.id}`)).map(chat) },
    { group: search.palette.ended, actions: (ended.data ?? []).map(chat) },
    { group: search.palette.search, actions: [{ id: 'find-ended', label: search.palette.find(now), leftSection: iconOf('search'), onClick: () => navigate(`/ended${searchOf({ ...nothing, text: now })}`) }] },
  ];
  return { looking: false, groups: groups.filter(({ actions }) => actions.length > 0) };
}
