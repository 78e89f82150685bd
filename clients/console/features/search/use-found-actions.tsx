import type { SpotlightActionGroupData } from '@mantine/spotlight';
import { useLocation } from 'wouter';
import { wordsOf } from '#domain/words.ts';
import type { ConsoleIcon } from '#ui/console-icons.ts';
import type { FoundChat } from '#wire/api.ts';
import { Icon } from '../../app/icon.tsx';
import { useTexts } from '../../app/preferences.tsx';
import { visitorName } from '../../lib/visitor-name.ts';
import { useContacts } from '../contacts/contacts-api.ts';
import { useLists } from '../inbox/use-lists.ts';
import classes from './found-actions.module.css';
import { Marked } from './marked.tsx';
import { useFirstFound } from './search-api.ts';
import { seek, useSettled } from './sought.ts';
import type { SearchScope } from './sought.ts';
import { useSearchTexts } from './texts/use-search-texts.ts';

/** Of each kind. */
const MOST = 5;

const iconOf = (name: ConsoleIcon) => <span className={classes.icon}><Icon name={name} /></span>;

/** For the palette, as one types: the way to everything that matches, then the first contacts and chats of it. */
export function useFoundActions(typed: string): readonly SpotlightActionGroupData[] {
  const texts = useTexts();
  const search = useSearchTexts();
  const [, navigate] = useLocation();
  const { mine, waiting } = useLists();
  const text = useSettled(typed.slice(0, 160));
  const contacts = useContacts(text, text !== '');
  const open = useFirstFound('all', text, MOST);
  const ended = useFirstFound('ended', text, MOST);
  if (typed.trim() === '') return [];
  const words = wordsOf(text);
  // What is one's own, or waits, is listed by its name already.
  const listed = new Set([...mine, ...waiting].map(({ id }) => id));

  const chat = (scope: SearchScope) => ({ card, said }: FoundChat) => ({
    id: `found-${card.id}`, label: visitorName(card.visitor, texts), leftSection: iconOf(scope === 'all' ? 'reply' : 'archive'),
    onClick: () => navigate(`/${scope}/${card.id}`),
    rightSection: said === null ? null : <span className={classes.words}><Marked text={said.text} words={words} /></span>,
  });
  const groups: readonly SpotlightActionGroupData[] = [
    { group: search.palette.search, actions: [{ id: 'find-ended', label: search.palette.find(typed.trim()), leftSection: iconOf('search'), onClick: () => { seek('ended', typed.trim()); navigate('/ended'); } }] },
    // All at once and behind everything else: nothing moves away under the finger that chooses.
    ...(contacts.isPending || contacts.isPlaceholderData || open.isPending || ended.isPending ? [] : [
      { group: search.palette.contacts, actions: (contacts.data ?? []).slice(0, MOST).map(({ email, id, name, phone }) => ({ id: `contact-${id}`, label: visitorName(name, texts), leftSection: iconOf('user'), rightSection: <span className={classes.words}>{email ?? phone}</span>, onClick: () => navigate(`/contacts/${id}`) })) },
      { group: search.palette.open, actions: (open.data ?? []).filter(({ card }) => !listed.has(card.id)).map(chat('all')) },
      { group: search.palette.ended, actions: (ended.data ?? []).map(chat('ended')) },
    ]),
  ];
  return groups.filter(({ actions }) => actions.length > 0);
}
