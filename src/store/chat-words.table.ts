/** What was said in a chat that has ended, to search in: made from the log, and made anew from it where it is missing. Whoever changes a body in the log deletes its row. */
export interface ChatWordsTable {
  conversationId: number;
  /** Which of its ends it was written after: a chat may go on, and end again. */
  endedAt: number;
  /** A folded line for each message, oldest first. */
  words: string;
  /** The position in the log of each line's message, with a comma between. */
  seqs: string;
}
