/** A record of a table, and the line on which it begins, from 1. */
export interface CsvRecord {
  readonly line: number;
  readonly cells: readonly string[];
}

/** A spreadsheet would take such a cell for a formula, but for an apostrophe before it; one that has some gets one more. */
const FORMULA = /^'*[=+\-@\t\r]/;
const GUARD = /^'(?='*[=+\-@\t\r])/;

/** Whatever parts the cells of the first line: a comma, a semicolon or a tabulator. */
function separatorOf(text: string): string {
  const [head = ''] = text.split(/\r?\n/, 1);
  const count = (mark: string): number => head.split(mark).length;
  return [',', ';', '\t'].reduce((best, mark) => (count(mark) > count(best) ? mark : best));
}

/** Reads a table (RFC 4180, any separator). Empty lines are left out; a quote that never closes ends with the text. */
export function parseCsv(text: string): readonly CsvRecord[] {
  const source = text.replace(/^\uFEFF/, '');
  const separator = separatorOf(source);
  const records: CsvRecord[] = [];
  let cells: string[] = [];
  let cell = '';
  let quoted = false;
  let line = 1;
  let begins = 1;
  const endCell = (): void => {
    cells.push(cell.replace(GUARD, ''));
    cell = '';
  };
  const endRecord = (): void => {
    endCell();
    if (cells.some((each) => each.trim() !== '')) records.push({ line: begins, cells });
    cells = [];
    begins = line;
  };
  for (let at = 0; at < source.length; at++) {
    const mark = source.charAt(at);
    if (mark === '\n') line++;
    if (quoted) {
      if (mark !== '"') cell += mark;
      else if (source.charAt(at + 1) === '"') cell += source.charAt(++at);
      else quoted = false;
    } else if (mark === '"' && cell === '') quoted = true;
    else if (mark === separator) endCell();
    else if (mark === '\n') endRecord();
    else if (mark !== '\r' || source.charAt(at + 1) !== '\n') cell += mark;
  }
  if (cell !== '' || cells.length > 0) endRecord();
  return records;
}

const written = (cell: string): string => {
  const safe = FORMULA.test(cell) ? `'${cell}` : cell;
  return /[",;\t\r\n]/.test(safe) || safe.startsWith("'") ? `"${safe.replaceAll('"', '""')}"` : safe;
};

/** A table as spreadsheets open it: with the mark that says that it is UTF-8, and no cell that would be a formula. */
export const writeCsv = (rows: readonly (readonly string[])[]): string => `\uFEFF${rows.map((row) => `${row.map(written).join(',')}\r\n`).join('')}`;
