/** What agents and channels add to a contact; without a row there is nothing. */
export interface ContactProfilesTable {
  contactId: string;
  phone: string | null;
  notes: string | null;
  /** When an agent gave the name: from then on it is not what they call themselves. */
  namedAt: number | null;
  /** In lower case; the channel says that it is theirs. */
  verifiedEmail: string | null;
  /** As `+` and digits; the channel says that it is theirs. */
  verifiedPhone: string | null;
  /** Since when they want no words that they have not asked for. */
  optedOutAt: number | null;
  /** The contact that this one was merged into, which was merged into none; null for one that stands for itself. */
  mergedInto: string | null;
}

/** Merges, also undone ones. */
export interface ContactMergesTable {
  id: string;
  winnerId: string;
  loserId: string;
  /** JSON array of the contacts that were pointed at the winner. */
  moved: string;
  /** `agent:<id>` or `rule:<name>`. */
  actor: string;
  at: number;
  undoneAt: number | null;
}
