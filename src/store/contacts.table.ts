export interface ContactsTable {
  id: string;
  name: string | null;
  email: string | null;
  /** JSON. */
  attributes: string;
  createdAt: number;
  updatedAt: number;
}

/** Who a contact is on one channel account. */
export interface IdentitiesTable {
  channelAccountId: string;
  externalId: string;
  contactId: string;
}
