/** Who owns an actor. Ownership changes by compare-and-swap on `ownerEpoch`, which never goes back. */
export interface ActorsTable {
  id: number;
  kind: string;
  key: string;
  ownerEpoch: number;
  /** Null after an orderly release. */
  ownerNode: string | null;
  updatedAt: number;
}
