/** Next free number of a sequence; nodes take whole blocks of it. */
export interface SequencesTable {
  name: string;
  value: number;
}
