import { expect, it } from 'vitest';
import { piecesOf, readReplies, writeReplies } from '../../clients/console/features/saved-replies/reply-table.ts';

const heads = { title: '标题', shortcut: '快捷码', text: '内容', whose: '使用范围', uses: '使用次数' };
const replies = [{ title: 'Refund', shortcut: 'refund', text: 'Line one\n"two", =three' }, { title: '=1+1', shortcut: '', text: '+86 10' }];

it('reads what it wrote, in whichever language, and no cell is a formula', () => {
  const table = writeReplies(replies.map((reply) => ({ ...reply, shelf: 'all', uses: 3 })), heads, () => '所有人');
  expect(table).not.toMatch(/(^|,)=/m);
  expect(readReplies(table)).toEqual({ replies, flawed: [] });
});

it('names the lines that would not be taken, and says where there are no columns for it', () => {
  expect(readReplies('Title;Text;Shortcut\nHello;Hi;/hello\n;nothing;\nLong;x;two words\nBig;' + 'x'.repeat(4_001))).toEqual({ replies: [{ title: 'Hello', shortcut: 'hello', text: 'Hi' }], flawed: [3, 4, 5] });
  expect(readReplies('Question,Answer\na,b')).toBeNull();
  expect(readReplies('')).toBeNull();
});

it('what has the title or the shortcut of a line before stays out, and so does what nobody would fill in', () => {
  expect(readReplies('title,text,shortcut\nA,1,a\nA,2,\nB,3,A\nC,Hi {{nmae}},\nD,Hi {{name}} {{ user.name }},\n')).toMatchObject({ replies: [{ title: 'A', text: '1' }, { title: 'D' }], flawed: [3, 4, 5] });
});

it('goes in pieces that an action takes', () => {
  const many = Array.from({ length: 250 }, (_, i) => ({ title: `Row ${i}`, shortcut: '', text: i % 50 === 0 ? '"'.repeat(3_900) : 'short' }));
  const pieces = piecesOf(many);
  expect(pieces.every(({ count, rows }) => count <= 100 && rows.length <= 8_000)).toBe(true);
  expect(pieces.flatMap(({ rows }) => JSON.parse(rows) as object[])).toEqual(many);
});
