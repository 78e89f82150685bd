import { Link } from 'wouter';
import { Fact } from '../../app/fact.tsx';
import { useTexts } from '../../app/preferences.tsx';
import { visitorName } from '../../lib/visitor-name.ts';
import { ContactChats } from './contact-chats.tsx';
import { useContactOf } from './contacts-api.ts';
import classes from './contact-section.module.css';
import { useContactTexts } from './texts/use-contact-texts.ts';

/** Beside a chat: who this is, by name where the chat knows them by another, and what they have talked about before, on any channel. */
export function ContactSection({ conversation, shownAs }: { readonly conversation: string; readonly shownAs: string }) {
  const texts = useTexts();
  const words = useContactTexts();
  const { data: contact } = useContactOf(conversation);
  if (contact === undefined) return null;
  const name = visitorName(contact.name, texts);
  const facts = ([['name', name === shownAs ? null : name], ['email', contact.email], ['phone', contact.phone], ['notes', contact.notes]] as const).filter(([, value]) => value !== null);
  return (
    <>
      <section>
        <h3 className={classes.title}>{words.about}<Link href={`/contacts/${contact.id}`} className={classes.link}>{words.open}</Link></h3>
        <dl>{facts.map(([field, value]) => <Fact key={field} name={words[field]}><span className={classes.value}>{value}</span></Fact>)}</dl>
      </section>
      {contact.chats < 2 ? null : <section><h3>{words.earlier}</h3><ContactChats contact={contact.id} except={conversation} /></section>}
    </>
  );
}
