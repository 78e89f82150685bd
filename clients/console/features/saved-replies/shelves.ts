import type { Department } from '#wire/api.ts';
import type { KnownShelf } from './import-plan.ts';
import { EVERYBODY, type Listing } from './reply.ts';
import type { ReplyTexts } from './texts/en.ts';

export interface ShelfOption {
  readonly value: string;
  readonly label: string;
}

interface Shelves {
  /** For whom the reader may keep one. */
  readonly kept: readonly ShelfOption[];
  /** For whom there may be some: those of a department that is archived stay there. */
  readonly shown: readonly ShelfOption[];
  /** For whom a line of a table may be. */
  readonly known: readonly KnownShelf[];
}

/** Whose replies may be. An archived department has no chats to come, and another one may be called as it was. */
export function shelvesOf(departments: readonly Department[], { mayOwn, mayShare, own }: Pick<Listing, 'mayOwn' | 'mayShare' | 'own'>, { department, everybody, onlyMe }: Pick<ReplyTexts, 'department' | 'everybody' | 'onlyMe'>): Shelves {
  const open = departments.filter(({ archived }) => !archived);
  const optionsOf = (some: readonly Department[], label: (name: string) => string): readonly ShelfOption[] => some.map(({ id, name }) => ({ value: `d:${id}`, label: label(name) }));
  const [all, mine] = [{ value: EVERYBODY, label: everybody }, { value: own, label: onlyMe }];
  return {
    kept: [...(mayShare ? [all, ...optionsOf(open, department)] : []), ...(mayOwn ? [mine] : [])],
    shown: [all, ...optionsOf(departments, (name) => name), mine],
    known: [all, ...optionsOf(open, (name) => name), mine].map(({ label, value }) => ({ shelf: value, name: label, writable: value === own ? mayOwn : mayShare })),
  };
}
