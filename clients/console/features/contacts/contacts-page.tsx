import { EmptyState } from '../../app/empty-state.tsx';
import { useLayout } from '../../lib/use-layout.ts';
import { ContactDetail } from './contact-detail.tsx';
import { ContactList } from './contact-list.tsx';
import { useContacts } from './contacts-api.ts';
import classes from './contacts.module.css';
import { useContactTexts } from './texts/use-contact-texts.ts';

/** Who has come: `/contacts/:id?`. */
export function ContactsPage({ selected }: { readonly selected: string | undefined }) {
  const words = useContactTexts();
  // Where the list says that there is nobody, there is nobody to choose.
  const nobody = useContacts('').data?.length === 0;
  if (useLayout() === 'stack') return selected === undefined ? <ContactList selected={undefined} /> : <div className={classes.detail}><ContactDetail key={selected} id={selected} /></div>;
  return (
    <div className={classes.page}>
      <div className={classes.list}><ContactList selected={selected} /></div>
      <div className={classes.detail}>{selected === undefined ? nobody ? null : <EmptyState icon="users" title={words.pick} lead={words.pickLead} /> : <ContactDetail key={selected} id={selected} />}</div>
    </div>
  );
}
