import { Link } from 'wouter';
import { Fact } from '../../app/fact.tsx';
import { ContactChats } from './contact-chats.tsx';
import { useContactOf } from './contacts-api.ts';
import classes from './contact-section.module.css';
import { useContactTexts } from './texts/use-contact-texts.ts';

/** Beside a chat: who this is, what they call themselves where the house has another name, and what they have talked about before, on any channel. */
export function ContactSection({ conversation, own }: { readonly conversation: string; readonly own: string | null }) {
  const words = useContactTexts();
  const { data: contact } = useContactOf(conversation);
  if (contact === undefined) return null;
  const facts = ([['own', own], ['email', contact.email], ['phone', contact.phone], ['notes', contact.notes]] as const).filter(([, value]) => value !== null);
  return (
    <>
      <section>
        <div className={classes.title}>{facts.length === 0 ? null : <h3>{words.about}</h3>}<Link href={`/contacts/${contact.id}`} className={classes.link}>{words.open}</Link></div>
        {facts.length === 0 ? null : <dl>{facts.map(([field, value]) => <Fact key={field} name={words[field]}>{field === 'email' && value !== null ? <a className={classes.link} href={`mailto:${encodeURIComponent(value)}`}>{value}</a> : <span className={classes.value}>{value}</span>}</Fact>)}</dl>}
      </section>
      {contact.chats < 2 ? null : <section><h3>{words.earlier}</h3><ContactChats contact={contact.id} except={conversation} /></section>}
    </>
  );
}
