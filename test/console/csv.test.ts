import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseCsv, writeCsv } from '../../clients/console/lib/csv.ts';

describe('a table', () => {
  test('is read with quotes, blank lines, other separators, and the line on which a record begins', () => {
    expect(parseCsv('a,b\r\n"x ""y""","1\n2"\n\n,\nlast,')).toEqual([
      { line: 1, cells: ['a', 'b'] }, { line: 2, cells: ['x "y"', '1\n2'] }, { line: 6, cells: ['last', ''] },
    ]);
    expect(parseCsv('\uFEFFa;b\n1,5;2')).toEqual([{ line: 1, cells: ['a', 'b'] }, { line: 2, cells: ['1,5', '2'] }]);
    expect(parseCsv('a\tb\n1\t2')[1]?.cells).toEqual(['1', '2']);
  });

  test('comes back as it was written, whatever is in its cells', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', ';', '\n', '\r', '\t', '=', "'", '-', '中', ' ') });
    fc.assert(fc.property(fc.array(fc.tuple(fc.constantFrom('x', '=1', "'q", '"'), cell, cell), { minLength: 1 }), (rows) => {
      expect(parseCsv(writeCsv([['h', 'i', 'j'], ...rows])).map(({ cells }) => cells)).toEqual([['h', 'i', 'j'], ...rows]);
    }));
  });

  test('has no cell that a spreadsheet would run', () => {
    expect(writeCsv([['=cmd()', '+1', '-1', '@a', 'fine']])).toBe(`\uFEFF"'=cmd()","'+1","'-1","'@a",fine\r\n`);
  });
});
