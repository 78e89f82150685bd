import { isSafeLink } from '#wire/slots.ts';
import type { VisitedPage } from '#wire/api.ts';
import { Ago } from '../../app/ago.tsx';
import { Fact } from '../../app/fact.tsx';
import { useContactOf } from './contacts-api.ts';
import classes from './page-section.module.css';
import { useContactTexts } from './texts/use-contact-texts.ts';

/** Its title and its address are what the visitor's browser says: where the link leads is always readable. */
function PageLink({ page: { title, url } }: { readonly page: VisitedPage }) {
  if (!isSafeLink(url)) return null;
  const { host, pathname } = new URL(url);
  const address = `${host}${pathname === '/' ? '' : pathname}`;
  return (
    <a className={classes.link} href={url} title={url} target="_blank" rel="noopener noreferrer" referrerPolicy="no-referrer">
      <span>{title === '' ? address : title}</span>
      {title === '' ? null : <small>{address}</small>}
    </a>
  );
}

/** Beside a chat by the widget: on which page of the website the visitor is, and where the chat began. */
export function PageSection({ conversation, ended }: { readonly conversation: string; readonly ended: boolean }) {
  const words = useContactTexts();
  const { data } = useContactOf(conversation);
  if (data?.pages == null) return null;
  const { began, page } = data.pages;
  const same = page?.url === began?.url;
  return (
    <section>
      <h3>{words.website}</h3>
      <dl>
        {page === null ? null : <Fact name={ended ? words.lastPage : words.page}><PageLink page={page} /><span className={classes.since}><Ago at={page.at} /></span></Fact>}
        {began === null || (same && page !== null) ? null : <Fact name={words.beganOn}><PageLink page={began} /></Fact>}
      </dl>
    </section>
  );
}
