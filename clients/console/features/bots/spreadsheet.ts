import type { CsvRecord } from '../../lib/csv.ts';

/** A spreadsheet is a ZIP archive. */
const ZIP = [0x50, 0x4b, 0x03, 0x04];
const ENTRY = 0x02014b50;
const ENTRY_BYTES = 46;
/** What its parts may be once they are inflated, bytes: 50,000 entries are less. */
const MOST_INFLATED = 100_000_000;
const WIDE = 60;

export const isSpreadsheet = (bytes: ArrayBuffer): boolean => {
  const head = new Uint8Array(bytes, 0, Math.min(ZIP.length, bytes.byteLength));
  return ZIP.every((byte, index) => head[index] === byte);
};

/** The rows of its first sheet, numbers as they are written there; null where it is none that can be read. Code for it is loaded when it is needed. */
export async function readSpreadsheet(bytes: ArrayBuffer): Promise<readonly CsvRecord[] | null> {
  if (inflatedSize(bytes) > MOST_INFLATED) return null;
  const { readSheet } = await import('read-excel-file/universal');
  try {
    const rows = await readSheet(bytes, { parseNumber: String, trim: false });
    return rows.map((row, index) => ({ line: index + 1, cells: row.map((cell) => (cell === null ? '' : String(cell))) })).filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
  } catch {
    return null;
  }
}

/** A sheet whose first row is a heading, each cell a text: none is a formula. */
export async function writeSpreadsheet([head = [], ...rows]: readonly (readonly string[])[], wide: number): Promise<Blob> {
  const { default: write } = await import('write-excel-file/universal');
  const text = (value: string) => ({ value, type: String, wrap: true, alignVertical: 'top' as const });
  const data = [head.map((value) => ({ ...text(value), fontWeight: 'bold' as const })), ...rows.map((row) => row.map(text))];
  return write(data, { columns: head.map((_, index) => ({ width: index < wide ? WIDE : WIDE / 3 })), stickyRowsCount: 1 }).toBlob();
}

/** What the parts say that they are, in the list at the end of an archive; infinite where there is no such list. */
function inflatedSize(bytes: ArrayBuffer): number {
  const view = new DataView(bytes);
  let size = 0;
  let found = false;
  for (let at = view.byteLength - ENTRY_BYTES; at >= 0; at--) {
    if (view.getUint8(at) !== ZIP[0] || view.getUint32(at, true) !== ENTRY) continue;
    found = true;
    size += view.getUint32(at + 24, true);
  }
  return found ? size : Infinity;
}
