/** What somebody may say, and what it means; null: none of the intents, though it sounds as if. */
export interface Utterance {
  readonly text: string;
  readonly intent: string | null;
}
