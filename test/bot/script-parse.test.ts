import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseScript } from '../../plugins/bot/engine/script/parse.ts';

const problems = (source: string) => parseScript(source).problems.map(({ code, column, line }) => `${line}:${column} ${code}`);

describe('a script is read', () => {
  it('as matchers with their replies, whatever the indentation', () => {
    expect(parseScript('+ hello\n  - hi\n\t- {keep} hey').rules).toEqual([{
      kind: 'match', matcher: 'hello', hook: null, hookAt: null, line: 1, column: 3,
      replies: [{ text: 'hi', keep: false, lost: false, line: 2, column: 5 }, { text: 'hey', keep: true, lost: false, line: 3, column: 11 }],
    }]);
  });

  it('with rules whose replies may all be said again, and rules that are bound to a turn of the bot', () => {
    expect(parseScript('+ {keep} yes\n% Shall I?\n- done').rules[0]).toMatchObject({ matcher: 'yes', hook: 'Shall I?', hookAt: { line: 2, column: 3 }, replies: [{ text: 'done', keep: true }] });
    expect(parseScript('+ (*)\n% {@start} ^draw(1,100)\n- ^check(<cap1>)').rules[0]).toMatchObject({ hook: '{@start} ^draw(1,100)' });
  });

  it('with intents, and what is said when one gave up', () => {
    expect(parseScript('intent {keep} Book Flight\n- ^book()\n- {x} ^sorry()').rules[0]).toMatchObject({
      kind: 'intent', matcher: 'Book Flight', replies: [{ text: '^book()', keep: true, lost: false }, { text: '^sorry()', keep: true, lost: true }],
    });
  });

  it('with lines that go on, and without comments', () => {
    expect(parseScript('/**\n * a game\n */\n// of numbers\n+ help\n- one\n^ two, see https://example.com\n/* end */').rules[0]?.replies[0]?.text).toBe('one two, see https://example.com');
    expect(parseScript(String.raw`+ 在吗
- 你好，这里是客服中心，\n
^ 请问遇到什么问题了吗？`).rules[0]?.replies[0]?.text).toBe(String.raw`你好，这里是客服中心，\n请问遇到什么问题了吗？`);
  });
});

describe('what is wrong is told with its line, and the rest is read', () => {
  it.each([
    ['a reply of nothing', '- hi', ['1:1 script.stray']],
    ['a hook of nothing', '% hi', ['1:1 script.stray']],
    ['a hook behind a reply', '+ a\n- b\n% c', ['3:1 script.stray']],
    ['a line that goes on from nothing', '^ more', ['1:1 script.stray']],
    ['a matcher without a pattern', '+\n- b', ['1:1 script.empty']],
    ['an empty reply', '+ a\n-\n- b', ['2:1 script.empty']],
    ['a matcher without a reply', '+ a\n+ b\n- c', ['1:3 script.mute']],
    ['a comment that never ends', '+ a\n- b\n/* c', ['3:1 script.comment']],
    ['a line of nothing that is known', '+ a\n- b\nhello', ['3:1 script.unknown']],
  ])('%s', (_what, source, expected) => {
    expect(problems(source)).toEqual(expected);
  });

  it('leaves out what could never be said', () => {
    expect(parseScript('+\n- b\n+ c\n+ d\n- e').rules.map(({ matcher }) => matcher)).toEqual(['d']);
  });
});

it('reads whatever it is given', () => {
  const line = fc.tuple(fc.constantFrom('+ ', '- ', '% ', '^ ', 'intent ', '/* ', '*/', '//', ''), fc.string()).map(([mark, text]) => `${mark}${text}`);
  fc.assert(fc.property(fc.array(line).map((lines) => lines.join('\n')), (source) => {
    const { problems: found, rules } = parseScript(source);
    expect(rules.every(({ matcher, replies }) => matcher !== '' && replies.length > 0)).toBe(true);
    expect(found.every(({ line: at }) => at >= 1)).toBe(true);
  }));
});
