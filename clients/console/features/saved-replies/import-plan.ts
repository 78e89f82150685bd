import { strangersIn } from '#domain/placeholders.ts';
import { departmentNames } from '#wire/department-name.ts';
import { EVERYBODY, FILLS, flawsOf, type Brought, type Outcome, type Words } from './reply.ts';
import type { TableLine } from './reply-table.ts';
import { en } from './texts/en.ts';
import { zhCN } from './texts/zh-CN.ts';

/** JSON of a piece that the plugin takes at once: one value of an action. */
const MOST_JSON = 8_000;
const MOST_ROWS = 100;
/** Lines of a shelf that may come to something: 500 replies stand there, each of which one line may have by its shortcut and one by its title. Nobody waits for what becomes of more. */
const MOST_LINES = 1_000;

/** Somebody for whom replies are kept. */
export interface KnownShelf {
  readonly shelf: string;
  /** As the reader knows them. */
  readonly name: string;
  /** Whether the reader may write there. */
  readonly writable: boolean;
}

/**
 * Why a line stays out. Of it itself: `title`, `shortcut`, `text`, `slip` (nobody fills a placeholder in), `long` (it is sent in one piece), `again` (a line before that goes has its title or its
 * shortcut). Of whom it is for: `unknown`, `several` are called so, `forbidden`. Of what is there already: as {@link Outcome} says.
 */
export type Why = 'title' | 'shortcut' | 'text' | 'slip' | 'long' | 'again' | 'unknown' | 'several' | 'forbidden' | 'unclear' | 'full';

export interface Staying {
  readonly line: number;
  readonly title: string;
  readonly why: Why;
  /** What the reason is about: placeholders, a line, a name. */
  readonly about: readonly string[];
}

export interface Going {
  readonly line: number;
  readonly shelf: string;
  readonly words: Words;
}

export interface Sorted {
  readonly going: readonly Going[];
  readonly staying: readonly Staying[];
}

const bare = (text: string): string => text.normalize('NFKC').trim().toLowerCase();

/** How tables call it, whoever wrote them in whichever language. */
function namesOf({ name, shelf }: KnownShelf): readonly string[] {
  if (shelf === EVERYBODY) return [en.everybody, zhCN.everybody];
  return shelf.startsWith('a:') ? [en.onlyMe, zhCN.onlyMe] : departmentNames(name);
}

/** For whom a line is that says so: the one whom the reader calls so goes before those who are in another language. */
function shelvesCalled(whose: string, known: readonly KnownShelf[]): readonly KnownShelf[] {
  const called = (names: (shelf: KnownShelf) => readonly string[]) => known.filter((shelf) => names(shelf).some((name) => bare(name) === bare(whose)));
  const exact = called(({ name }) => [name]);
  return exact.length > 0 ? exact : called(namesOf);
}

/** Which lines may go where, and which stay out, and why. `fallback`: the shelf of those that do not say for whom they are. */
export function sortLines(lines: readonly TableLine[], known: readonly KnownShelf[], fallback: string): Sorted {
  const [going, staying] = [[] as Going[], [] as Staying[]];
  const named = new Map<string, number>();
  const counts = new Map<string, number>();
  const calls = new Map<string, readonly KnownShelf[]>([['', known.filter(({ shelf }) => shelf === fallback)]]);
  for (const { line, whose, words } of lines) {
    const stay = (why: Why, ...about: readonly string[]): void => void staying.push({ line, title: words.title, why, about });
    const called = calls.get(whose) ?? shelvesCalled(whose, known);
    calls.set(whose, called);
    const [at] = called;
    const [flaw] = flawsOf(words);
    const { slips } = strangersIn(words.text, FILLS);
    if (flaw === 'text' && slips.length > 0) stay('slip', ...slips);
    else if (flaw !== undefined) stay(flaw);
    else if (at === undefined) stay('unknown', whose);
    else if (called.length > 1) stay('several', whose);
    else if (!at.writable) stay('forbidden', at.name);
    else if (JSON.stringify([words]).length > MOST_JSON) stay('long');
    else {
      const names = [`${at.shelf} title ${words.title}`, ...(words.shortcut === '' ? [] : [`${at.shelf} shortcut ${bare(words.shortcut)}`])];
      const before = names.map((name) => named.get(name)).find((each) => each !== undefined);
      const count = counts.get(at.shelf) ?? 0;
      if (before !== undefined) stay('again', String(before));
      else if (count >= MOST_LINES) stay('full');
      else {
        for (const name of names) named.set(name, line);
        counts.set(at.shelf, count + 1);
        going.push({ line, shelf: at.shelf, words });
      }
    }
  }
  return { going, staying };
}

/** Lines of one shelf that the plugin takes at once, as JSON. */
export interface Piece {
  readonly shelf: string;
  readonly lines: readonly Going[];
  readonly rows: string;
}

export function piecesOf(going: readonly Going[]): readonly Piece[] {
  const pieces: { readonly shelf: string; readonly lines: Going[]; length: number }[] = [];
  for (const line of going) {
    const own = JSON.stringify(line.words).length + 1;
    const open = pieces.findLast(({ shelf }) => shelf === line.shelf);
    if (open !== undefined && open.lines.length < MOST_ROWS && open.length + own <= MOST_JSON) {
      open.lines.push(line);
      open.length += own;
    } else pieces.push({ shelf: line.shelf, lines: [line], length: own + 1 });
  }
  return pieces.map(({ lines, shelf }) => ({ shelf, lines, rows: JSON.stringify(lines.map(({ words }) => words)) }));
}

/** A line, and what becomes of it. */
export type Told = Going & { readonly outcome: Outcome };

/** What becomes of the lines, of what becomes of their pieces. One that is only looked at knows nothing of those before it: the room of a shelf is what there was at its first. */
export function toldOf(pieces: readonly Piece[], parts: readonly Brought[], does: boolean): readonly Told[] {
  const room = new Map<string, number>();
  return pieces.flatMap(({ lines, shelf }, index) => lines.map((line): Told => {
    const left = room.get(shelf) ?? parts[index]?.room ?? 0;
    const outcome = parts[index]?.outcomes[lines.indexOf(line)] ?? 'unclear';
    room.set(shelf, outcome === 'added' ? left - 1 : left);
    return { ...line, outcome: !does && outcome === 'added' && left <= 0 ? 'full' : outcome };
  }));
}

/** What a line comes to that goes. */
export type Kept = Exclude<Outcome, 'unclear' | 'full'>;

/** What is shown before anything is kept: what stays out, and what becomes of the others; each in the order of the table. */
export interface Plan {
  readonly staying: readonly Staying[];
  readonly told: readonly (Going & { readonly outcome: Kept })[];
}

export function planOf({ staying }: Sorted, told: readonly Told[]): Plan {
  const plan = { staying: [...staying], told: [] as Plan['told'][number][] };
  for (const { outcome, ...line } of told) {
    if (outcome === 'unclear' || outcome === 'full') plan.staying.push({ line: line.line, title: line.words.title, why: outcome, about: [] });
    else plan.told.push({ ...line, outcome });
  }
  const inOrder = (a: { readonly line: number }, b: { readonly line: number }): number => a.line - b.line;
  return { staying: plan.staying.toSorted(inOrder), told: plan.told.toSorted(inOrder) };
}

/** How many lines come to what. */
export const countsOf = ({ staying, told }: Plan): Readonly<Record<Kept | 'staying', number>> => {
  const many = (kept: Kept): number => told.filter(({ outcome }) => outcome === kept).length;
  return { added: many('added'), changed: many('changed'), same: many('same'), staying: staying.length };
};
