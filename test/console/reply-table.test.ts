import { expect, it } from 'vitest';
import { readLines, writeReplies } from '../../clients/console/features/saved-replies/reply-table.ts';

const heads = { title: '标题', shortcut: '快捷码', text: '内容', whose: '使用范围', uses: '使用次数' };
const replies = [{ title: 'Refund', shortcut: 'refund', text: 'Line one\n"two", =three' }, { title: '=1+1', shortcut: '', text: '+86 10' }];

it('reads what it wrote, in whichever language, and no cell is a formula', () => {
  const table = writeReplies(replies.map((words, index) => ({ ...words, shelf: index === 0 ? 'all' : 'a:1', uses: 3 })), heads, (shelf) => (shelf === 'all' ? '所有人' : '仅自己'));
  expect(table).not.toMatch(/(^|,)=/m);
  expect(readLines(table)).toEqual([{ line: 2, words: replies[0], whose: '所有人' }, { line: 4, words: replies[1], whose: '仅自己' }]);
});

it('says where there are no columns for it, and takes those that it does not need for missing', () => {
  expect(readLines('Title;Text;Shortcut\nHello;Hi;/hello\n;nothing;')).toEqual([
    { line: 2, words: { title: 'Hello', shortcut: 'hello', text: 'Hi' }, whose: '' },
    { line: 3, words: { title: '', shortcut: '', text: 'nothing' }, whose: '' },
  ]);
  expect(readLines('Question,Answer\na,b')).toBeNull();
  expect(readLines('')).toBeNull();
});
