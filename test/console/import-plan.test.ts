import { expect, it } from 'vitest';
import type { Department } from '#wire/api.ts';
import { countsOf, piecesOf, planOf, sortLines, toldOf, type KnownShelf } from '../../clients/console/features/saved-replies/import-plan.ts';
import { shelvesOf } from '../../clients/console/features/saved-replies/shelves.ts';
import { en } from '../../clients/console/features/saved-replies/texts/en.ts';
import { readLines } from '../../clients/console/features/saved-replies/reply-table.ts';

const shelf = (at: string, name: string, writable = true): KnownShelf => ({ shelf: at, name, writable });
const known = [shelf('all', 'Everyone'), shelf('d:1', 'Support'), shelf('d:2', 'Sales'), shelf('d:3', 'Twins'), shelf('d:4', 'twins'), shelf('a:1', 'Only me')];
const sort = (csv: string, shelves = known, fallback = 'all') => sortLines(readLines(csv)!, shelves, fallback);
const whose = (csv: string, ...rest: [KnownShelf[]?, string?]) => sort(csv, ...rest).going.map(({ line, shelf: at }) => `${line} ${at}`);
const stays = (csv: string, shelves?: KnownShelf[]) => sort(csv, shelves).staying.map(({ about, line, why }) => [line, why, ...about].join(' '));

it('each line is for whom it says, in either language; the others are for whom was chosen', () => {
  expect(whose('title,text,for\nA,x,Everyone\nB,x,only me\nC,x,Sales\nD,x,\nE,x, 仅自己\nF,x,在线客服\nG,x,所有人', undefined, 'd:2')).toEqual(['2 all', '3 a:1', '4 d:2', '5 d:2', '6 a:1', '7 d:1', '8 all']);
  expect(whose('标题,内容\nA,x', undefined, 'a:1')).toEqual(['2 a:1']);
  expect(whose('title,text,for\nA,x,Support', [shelf('all', '所有人'), shelf('d:1', '在线客服'), shelf('d:2', 'Support')])).toEqual(['2 d:2']);
});

it('one for whom nobody knows, whom several are called, or to whom the reader may not write stays out, and no other does for it', () => {
  const shelves = known.map((one) => ({ ...one, writable: one.shelf === 'a:1' }));
  expect(stays('title,text,for\nA,x,Salse\nB,x,Twins\nC,x,Sales\nD,x,Only me')).toEqual(['2 unknown Salse', '3 several Twins']);
  expect(stays('title,text,for\nA,x,Everyone\nB,x,Sales\nC,x,Only me', shelves)).toEqual(['2 forbidden Everyone', '3 forbidden Sales']);
  expect(stays('title,text,for\nA,x,Everyone', [shelf('all', 'Everyone'), shelf('d:1', 'Everyone')])).toEqual(['2 several Everyone']);
});

it('an archived department takes no lines, and leaves its name to another; what it has is still found', () => {
  const department = (id: string, archived: boolean): Department => ({ id, name: 'Sales', archived, assignment: 'manual', members: [], waiting: 0 });
  const { kept, known: open, shown } = shelvesOf([department('1', true), department('2', false)], { own: 'a:1', mayOwn: true, mayShare: true }, en);
  expect(whose('title,text,for\nA,x,Sales', [...open])).toEqual(['2 d:2']);
  expect(kept.map(({ value }) => value)).toEqual(['all', 'd:2', 'a:1']);
  expect(shown.map(({ value }) => value)).toEqual(['all', 'd:1', 'd:2', 'a:1']);
  const agents = shelvesOf([department('2', false)], { own: 'a:1', mayOwn: true, mayShare: false }, en);
  expect(agents.known.filter(({ writable }) => writable).map(({ shelf: at }) => at)).toEqual(['a:1']);
});

it('says why a line stays out', () => {
  const table = `title,text,shortcut\nHello,Hi,/hello\n,nothing,\nLong,x,two words\nBig,${'x'.repeat(4_001)},\nSlip,Hi {{nmae}} {{agnt}},\nHeavy,${'\\'.repeat(4_000)},\nNone,,`;
  expect(stays(table)).toEqual(['3 title', '4 shortcut', '5 text', '6 slip {{nmae}} {{agnt}}', '7 long', '8 text']);
});

it('what has the title or the shortcut of a line before stays out, where both are for the same', () => {
  const table = 'title,text,shortcut,for\nA,1,a,\nA,2,,\nB,3,A,\nA,4,a,Sales\nD,Hi {{name}} {{ user.name }},,\n';
  expect(stays(table)).toEqual(['3 again 2', '4 again 2']);
  expect(whose(table)).toEqual(['2 all', '5 d:2', '6 all']);
  // However often a / stands before it.
  expect(stays('title,text,shortcut\nA,1,x\nB,2,//x\nC,3,/X\nD,4,/ x')).toEqual(['3 again 2', '4 again 2', '5 again 2']);
  // One that stays out itself is in nobody's way.
  expect(stays('title,text,shortcut\nA,1,a\nA,2,b\nC,3,b')).toEqual(['3 again 2']);
});

it('a table that is longer than a shelf can ever take is not asked about line by line', () => {
  const { going, staying } = sort(`title,text,for\n${Array.from({ length: 1_300 }, (_, i) => `T${i},x,${i % 10 === 0 ? 'Sales' : ''}`).join('\n')}`);
  expect(Object.fromEntries(Map.groupBy(going, ({ shelf: at }) => at).entries().map(([at, lines]) => [at, lines.length]))).toEqual({ all: 1_000, 'd:2': 130 });
  expect(new Set(staying.map(({ why }) => why))).toEqual(new Set(['full']));
});

it('goes in pieces that an action takes, each for one', () => {
  const going = Array.from({ length: 250 }, (_, i) => ({ line: i + 2, shelf: i % 3 === 0 ? 'all' : 'a:1', words: { title: `Row ${i}`, shortcut: '', text: i % 50 === 0 ? '"'.repeat(3_900) : 'short' } }));
  const pieces = piecesOf(going);
  expect(pieces.every(({ lines, rows }) => lines.length <= 100 && rows.length <= 8_000)).toBe(true);
  expect(pieces.flatMap(({ lines }) => lines).toSorted((a, b) => a.line - b.line)).toEqual(going);
  for (const { lines, rows, shelf: at } of pieces) {
    expect(JSON.parse(rows)).toEqual(lines.map(({ words }) => words));
    expect(lines.every((line) => line.shelf === at)).toBe(true);
  }
});

it('what the house leaves out stays out too, and a shelf that is full by pieces takes no more than it has room for', () => {
  const line = (at: number, to: string) => ({ line: at, shelf: to, words: { title: `T${at}`, shortcut: '', text: 'x' } });
  const pieces = [{ shelf: 'all', lines: [line(2, 'all'), line(3, 'all')], rows: '' }, { shelf: 'a:1', lines: [line(4, 'a:1')], rows: '' }, { shelf: 'all', lines: [line(5, 'all'), line(6, 'all')], rows: '' }];
  const parts = [{ outcomes: ['added', 'unclear'], room: 2 }, { outcomes: ['added'], room: 1 }, { outcomes: ['added', 'added'], room: 2 }] as const;
  const told = toldOf(pieces, parts, false);
  const plan = planOf({ going: [], staying: [{ line: 7, title: '', why: 'title', about: [] }] }, told);
  expect(plan.told.map(({ line: at, outcome }) => `${at} ${outcome}`)).toEqual(['2 added', '4 added', '5 added']);
  expect(plan.staying.map(({ line: at, why }) => `${at} ${why}`)).toEqual(['3 unclear', '6 full', '7 title']);
  expect(countsOf(plan)).toEqual({ added: 3, changed: 0, same: 0, staying: 3 });
  // What is in is in, also where somebody made room meanwhile.
  expect(toldOf(pieces, parts, true).map(({ line: at, outcome }) => `${at} ${outcome}`)).toEqual(['2 added', '3 unclear', '4 added', '5 added', '6 added']);
});
