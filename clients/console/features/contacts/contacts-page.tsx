import { EmptyState } from '../../app/empty-state.tsx';
import { ListDetail } from '../../app/list-detail.tsx';
import { ContactDetail } from './contact-detail.tsx';
import { ContactList } from './contact-list.tsx';
import { useContacts } from './contacts-api.ts';
import { useContactTexts } from './texts/use-contact-texts.ts';

/** Who has come: `/contacts/:id?`. */
export function ContactsPage({ selected }: { readonly selected: string | undefined }) {
  const words = useContactTexts();
  // Where the list says that there is nobody, there is nobody to choose.
  const nobody = useContacts('').data?.length === 0;
  return (
    <ListDetail
      chosen={selected !== undefined} list={<ContactList selected={selected} />}
      detail={selected !== undefined ? <ContactDetail key={selected} id={selected} /> : nobody ? null : <EmptyState icon="users" title={words.pick} lead={words.pickLead} />}
    />
  );
}
