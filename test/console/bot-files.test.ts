import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Entry } from '../../clients/console/features/bots/bot.ts';
import { MOST_JSON, valuesOf } from '../../clients/console/features/bots/bots-api.ts';
import { piecesOf } from '../../clients/console/features/bots/pieces.ts';
import { readEntries, readFile } from '../../clients/console/features/bots/read-entries.ts';
import { textOfFile } from '../../clients/console/lib/text-of-file.ts';
import { writeSpreadsheet } from '../../clients/console/features/bots/spreadsheet.ts';
import { entriesAsCsv, entriesAsJson, entriesAsSpreadsheet } from '../../clients/console/features/bots/write-entries.ts';

const entry = (post: string, more: Partial<Entry> = {}): Entry => ({ post, similar: [], replies: ['Yes.'], enabled: true, categories: [], ...more });
const bytesOf = (bytes: Uint8Array): ArrayBuffer => new Uint8Array(bytes).buffer;
const read = (text: string) => {
  const reading = readEntries(text);
  if (reading.kind !== 'entries') throw new Error(reading.kind);
  return reading;
};

describe('a spreadsheet', () => {
  test('comes back as it was written: formulas, numbers and lines in cells are texts', async () => {
    const all = [entry('=1+1', { similar: ['007', 'a & <b>'], replies: ['  two\nlines', '"3"', '👍'], categories: ['x', 'y'], enabled: false }), entry('12.50')];
    const reading = await readFile(await (await entriesAsSpreadsheet(all)).arrayBuffer());
    expect(reading).toEqual({ kind: 'entries', unit: 'line', flaws: [], entries: all.map((each) => ({ ...each, replies: each.replies.map((reply) => reply.trim()), id: undefined })) });
  });

  test('says on which row something is wrong', async () => {
    const sheet = await writeSpreadsheet([['question', 'reply'], ['a', 'b'], ['', ''], ['', 'lost'], ['a', 'again']], 2);
    expect(await readFile(await sheet.arrayBuffer())).toMatchObject({ kind: 'entries', flaws: [{ at: 4, kind: 'no-question' }, { at: 5, kind: 'twice', post: 'a' }] });
    const other = await writeSpreadsheet([['name'], ['a']], 1);
    expect(await readFile(await other.arrayBuffer())).toEqual({ kind: 'columns' });
  });

  test('that is none, is cut off, or would be far larger than it says is not read', async () => {
    const bytes = await (await entriesAsSpreadsheet([entry('a')])).arrayBuffer();
    for (const broken of [new Uint8Array([0x50, 0x4b, 3, 4]).buffer, bytes.slice(0, 200), bytes.slice(0, -40)]) expect((await readFile(broken)).kind).toBe('unreadable');
    const bomb = new DataView(bytes.slice(0));
    for (let at = 0; at + 46 < bomb.byteLength; at++) if (bomb.getUint32(at, true) === 0x02014b50) bomb.setUint32(at + 24, 2_000_000_000, true);
    expect((await readFile(bomb.buffer)).kind).toBe('unreadable');
  });
});

describe('a file of entries', () => {
  test('is read from the columns of either language', () => {
    expect(read('Question,Similar,Reply 1,Reply 2,Categories,Enabled\nWhen?,"Open at?\nHours?",Nine.,Each day.,"a, b",no').entries)
      .toEqual([entry('When?', { similar: ['Open at?', 'Hours?'], replies: ['Nine.', 'Each day.'], categories: ['a', 'b'], enabled: false })]);
    expect(read('问题,相似问法,回复,分类,启用\n几点开门,,九点。,门店、时间,是').entries).toEqual([entry('几点开门', { replies: ['九点。'], categories: ['门店', '时间'] })]);
  });

  test('is read from what the bots of others export', () => {
    const json = JSON.stringify([{ docId: 'A1', categories: ['x'], enabled: false, post: '你好', replies: [{ rtype: 'plain', content: '您好' }], similarQuestions: [{ post: '嗨' }, { post: ' ' }] }]);
    expect(read(json).entries).toEqual([entry('你好', { id: 'A1', similar: ['嗨'], replies: ['您好'], enabled: false, categories: ['x'] })]);
    expect(read(JSON.stringify({ docs: [{ docId: '../../x', post: 'a', replies: ['b'] }] })).entries).toEqual([entry('a', { id: undefined, replies: ['b'] })]);
  });

  test('tells what is left out, and where it stands', () => {
    const long = 'x'.repeat(501);
    expect(read(`question,reply\nA,1\n,2\nB,\nA,3\n${long},4\nC,${'y'.repeat(4_001)}`)).toMatchObject({ unit: 'line', entries: [{ post: 'A', replies: ['1'] }], flaws: [
      { at: 3, kind: 'no-question' }, { at: 4, kind: 'no-reply' }, { at: 5, kind: 'twice' }, { at: 6, kind: 'long-question' }, { at: 7, kind: 'long-reply' },
    ] });
    expect(read('[{"post":"a"},7]')).toMatchObject({ unit: 'entry', entries: [], flaws: [{ at: 1, kind: 'no-reply' }, { at: 2, kind: 'no-entry' }] });
    expect(read(JSON.stringify([{ post: 'a', replies: Array.from({ length: 11 }, () => 'b') }])).flaws).toMatchObject([{ kind: 'many-replies' }]);
    expect(read(JSON.stringify([{ post: 'a', replies: Array.from({ length: 10 }, () => 'b'.repeat(4_000)) }])).flaws).toMatchObject([{ kind: 'too-large' }]);
  });

  test('that has no entries says why', () => {
    expect(readEntries('name,text\na,b')).toEqual({ kind: 'columns' });
    expect(readEntries('{"a":1}')).toEqual({ kind: 'unreadable', line: null });
    expect(readEntries('[\n{"post": "a",}\n]')).toMatchObject({ kind: 'unreadable' });
    expect(readEntries('')).toEqual({ kind: 'unreadable', line: null });
  });

  test('comes back from an export as it was', () => {
    const text = fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' }).map((each) => each.trim()).filter((each) => each !== '');
    const question = text.filter((each) => !/[\r\n]/.test(each));
    const category = question.filter((each) => !/[,;，；、]/.test(each));
    const entries = fc.uniqueArray(fc.record({
      id: fc.stringMatching(/^[a-z0-9]{5,20}$/), post: question, similar: fc.uniqueArray(question, { maxLength: 3 }), replies: fc.array(text, { minLength: 1, maxLength: 10 }), enabled: fc.boolean(), categories: fc.uniqueArray(category, { maxLength: 3 }),
    }), { selector: ({ post }) => post });
    fc.assert(fc.property(entries.filter(({ length }) => length > 0), (all) => {
      expect(read(entriesAsJson(all)).entries).toEqual(all);
      expect(read(entriesAsCsv(all)).entries).toEqual(all.map(({ id: _id, ...rest }) => rest));
    }));
  });

  test('may be in the characters of spreadsheets in China', () => {
    expect(textOfFile(bytesOf(new TextEncoder().encode('问题')))).toBe('问题');
    expect(textOfFile(bytesOf(new Uint8Array([0xce, 0xca, 0xcc, 0xe2])))).toBe('问题');
  });
});

describe('what is brought in', () => {
  test('goes in pieces that the plugin takes, all of it and in order', () => {
    const entries = Array.from({ length: 250 }, (_, index) => entry(`q${index}`, { replies: index % 25 === 0 ? Array.from({ length: 9 }, () => 'r'.repeat(4_000)) : ['short'] }));
    const pieces = piecesOf(entries);
    expect(pieces.flat()).toEqual(entries);
    for (const piece of pieces) {
      expect(piece.length).toBeLessThanOrEqual(100);
      expect(JSON.stringify({ bot: 'b', entries: piece }).length).toBeLessThanOrEqual(MOST_JSON);
    }
  });

  test('is parted so that no value is too long, and comes together again', () => {
    const given = { bot: 'b', text: '中😀'.repeat(9_000) };
    const values = valuesOf(given);
    expect(Object.keys(values)).toEqual(['json', 'json1', 'json2', 'json3']);
    expect(Object.values(values).every((value) => value.length <= 8_000)).toBe(true);
    expect(JSON.parse(Object.values(values).join(''))).toEqual(given);
  });
});
