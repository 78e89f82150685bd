import { fillIn, strangersIn, z, type LocalText, type Segment } from 'parlor/plugin';

/**
 * `running` from the moment it is due: first whom it is for is written down, then it is said. Stopping ends with what is on its way;
 * who reads `stopped` knows that nothing leaves any more. Nobody sees a `removed` one: its data goes, and it with the last of them.
 */
export type Stage = 'draft' | 'scheduled' | 'running' | 'stopping' | 'stopped' | 'done' | 'removed';

const ids = z.array(z.string().max(26)).max(100);
const having = z.enum(['any', 'with', 'without']);

export const whom = z.strictObject({
  text: z.string().trim().max(160),
  accounts: ids,
  departments: ids,
  /** Seen within so many days; null: whenever. */
  days: z.number().int().min(1).max(3_650).nullable(),
  email: having,
  phone: having,
  /** Also who is in a chat at that moment: they would read it in the middle of their talk. */
  inChat: z.boolean(),
});
export type Whom = z.output<typeof whom>;

export const draft = z.strictObject({
  title: z.string().trim().min(1).max(120).refine((text) => text.isWellFormed()),
  text: z.string().trim().min(1).max(2_000).refine((text) => text.isWellFormed()),
  /** In place of the name of who has none, where the text itself does not say. */
  fallback: z.string().trim().max(60).refine((text) => text.isWellFormed()),
  whom,
  /** Messages a minute by each account; null: as the settings say. */
  perMinute: z.number().int().min(1).max(6_000).nullable(),
});
export type Draft = z.output<typeof draft>;

/** Times: ms since the epoch. */
export interface Broadcast extends Draft {
  readonly id: string;
  readonly stage: Stage;
  /** When it is to begin; null for one that nobody has sent. */
  readonly at: number | null;
  readonly by: string;
  readonly createdAt: number;
  readonly begunAt: number | null;
  readonly endedAt: number | null;
  /** When it was to begin and was held back for a flaw; null or none where it was not, or was sent again since. */
  readonly heldAt?: number | null;
}

/** Why somebody got nothing. */
export type Skipped = 'opted-out' | 'unreachable' | 'in-chat' | 'refused';

/** Somebody for whom it is; without an outcome they have their turn yet. */
export interface Recipient {
  readonly id: string;
  readonly name: string | null;
  readonly outcome?: 'sent' | Skipped;
  /** Maybe said already, written down before it was: without an outcome only the house knows, and is asked again. */
  readonly begun?: true;
  readonly account?: string;
  readonly conversation?: string;
  readonly seq?: number;
  /** In the channel's own words, or the code of a refusal. */
  readonly why?: LocalText | string;
  /** How often it could not be said for the moment. */
  readonly tries?: number;
}

export type Tally = Readonly<Record<'sent' | Skipped, number>>;
export const NOBODY: Tally = { sent: 0, 'opted-out': 0, unreachable: 0, 'in-chat': 0, refused: 0 };

export function tallyOf(recipients: readonly Recipient[], before = NOBODY): Tally {
  const tally = { ...before };
  for (const { outcome } of recipients) if (outcome !== undefined) tally[outcome]++;
  return tally;
}

const DAY_MS = 86_400_000;

const wanted = (having: Whom['email']): boolean | undefined => (having === 'any' ? undefined : having === 'with');

/** As the house understands it. */
export const segmentOf = ({ accounts, days, departments, email, phone, text }: Whom, now: number): Segment => ({
  text, email: wanted(email), phone: wanted(phone),
  accounts: accounts.length === 0 ? undefined : accounts,
  departments: departments.length === 0 ? undefined : departments,
  seenSince: days === null ? undefined : now - days * DAY_MS,
});

/** What somebody reads. */
export const wordsFor = ({ fallback, text }: Pick<Draft, 'fallback' | 'text'>, name: string | null): string => fillIn(text, { name }, fallback);

/** Why it must not be sent to anybody: it has a placeholder that nobody would fill in, or nothing for who has no name. */
export function flawIn(draft: Pick<Draft, 'fallback' | 'text'>): 'placeholder' | 'empty' | undefined {
  if (strangersIn(draft.text, ['name']).slips.length > 0) return 'placeholder';
  return wordsFor(draft, null) === '' ? 'empty' : undefined;
}

/** Whether it says nothing but that they want no more. */
export function isStop(said: string, words: readonly string[]): boolean {
  const bare = (text: string): string => text.normalize('NFKC').trim().replace(/^["'“”「」]+|["'“”「」.!。！]+$/g, '').toLowerCase();
  const wish = bare(said);
  return wish !== '' && words.some((word) => bare(word) === wish);
}
