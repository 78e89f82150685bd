import { strangersIn } from '#domain/placeholders.ts';

/** As the plugin of the same release answers it. Whose: everybody's, a department's (`d:<id>`) or an agent's (`a:<id>`). */
export interface Words {
  readonly title: string;
  readonly shortcut: string;
  readonly text: string;
}

interface Kept {
  readonly id: string;
  readonly shelf: string;
  readonly by: string;
  /** Ms since the epoch; each wording has its own. */
  readonly at: number;
  readonly uses: number;
  /** Whether the reader may change it. */
  readonly writable: boolean;
}
export type Reply = Words & Kept;
/** In the list: how it begins. */
export type Listed = Omit<Reply, 'text'> & { readonly excerpt: string };

export interface Listing {
  readonly items: readonly Listed[];
  readonly next: number | null;
  /** All that there are, whatever is looked for. */
  readonly total: number;
  /** The reader's own shelf. */
  readonly own: string;
  readonly mayShare: boolean;
  readonly mayOwn: boolean;
}

export type Taken = Words & Pick<Kept, 'shelf' | 'uses'>;

export const EVERYBODY = 'all';
export const MOST = { title: 120, text: 4_000 } as const;
const SHORTCUT = /^\/?[\p{L}\p{N}_-]{0,32}$/u;

/** What becomes of a row of a table: `same`, it is there as it is; `unclear` has the shortcut of one reply and the title of another, and for `full` there was no room: both stay out. */
export type Outcome = 'added' | 'changed' | 'same' | 'unclear' | 'full';
export interface Brought {
  /** Of each row in its turn. */
  readonly outcomes: readonly Outcome[];
  /** For so many more there was room. */
  readonly room: number;
}

/** What is filled in where a reply is used. */
export const FILLS = ['name', 'agent', 'department'] as const;

/** Fields of it that the plugin would not take. */
export function flawsOf({ shortcut, text, title }: Words): readonly (keyof Words)[] {
  return [
    ...(title.trim() === '' || title.trim().length > MOST.title || /[\r\n]/.test(title.trim()) ? ['title' as const] : []),
    ...(SHORTCUT.test(shortcut.trim()) ? [] : ['shortcut' as const]),
    ...(text.trim() === '' || text.trim().length > MOST.text || strangersIn(text, FILLS).slips.length > 0 ? ['text' as const] : []),
  ];
}
