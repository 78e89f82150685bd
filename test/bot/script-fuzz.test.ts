import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compileScripts } from '../../plugins/bot/engine/script/compile.ts';
import { parseTemplate } from '../../plugins/bot/engine/script/template.ts';
import { computingMs } from '../support/stopwatch.ts';
import { Dialogue } from './support/dialogue.ts';
import { longestWait } from './support/longest-wait.ts';

const form = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('(*)', '*2', '*~3', '*(1-2)', '(a|b)', '[a|b]', '<noun>', '<cap>', '<cap2>', '<p1cap1>', '{@a}', '{@b b}', '{keep}', '{CLEAR}', '{x}', '^f()', '^f(<cap1>, "x")', '^f(^g(^f(', '^topicRedirect("main", "a")', '^topicRedirect("other","b",true)', 'routeDirectReply#["main","a",true]', '${0.5}{a|b}', '${', 'a', 'b', '你好', ' ', '\\n', '"', ')', ']', '}') },
  { weight: 1, arbitrary: fc.string() },
);
const text = fc.array(form, { maxLength: 8 }).map((forms) => forms.join(' '));
const line = fc.tuple(fc.constantFrom('+ ', '+ ', '- ', '- ', '- ', '% ', '^ ', 'intent ', '// ', '/* ', ''), text).map(([mark, rest]) => `${mark}${rest}`);
const script = fc.array(line, { maxLength: 24 }).map((lines) => lines.join('\n'));

it('answers whatever is asked of whatever is written, in time and within bounds', async () => {
  await fc.assert(fc.asyncProperty(script, script, fc.array(text, { minLength: 1, maxLength: 6 }), fc.double({ min: 0, max: 0.999, noNaN: true }), async (main, other, said, random) => {
    const dialogue = new Dialogue({ main, other, __pre__: other }, { f: (given) => `${String(given)} {@a} ^g()`, g: () => '' }, { explains: true });
    dialogue.random = random;
    for (const each of said) {
      const took = await computingMs(async () => {
        const { reply, trace } = await dialogue.turn({ text: each });
        expect(reply?.text.length ?? 0).toBeLessThanOrEqual(65_536);
        expect(trace.calls.length).toBeLessThanOrEqual(64);
      });
      expect(took).toBeLessThan(500);
    }
  }), { numRuns: 500 });
});

it('reads texts of calls that never end in time', async () => {
  for (const attack of ['^f(', '^f("', "^f('", '^f(^g("', 'routeDirectReply#[', '{@', '<cap']) {
    expect(await longestWait(async () => parseTemplate(attack.repeat(Math.ceil(65_536 / attack.length)))), attack).toBeLessThan(1_000);
  }
});

it('answers a rule that many others lead to, and that leads back, in time', async () => {
  const rules = Array.from({ length: 200 }, (_, n) => `+ r${n}\n- {@r${(n + 1) % 200}}\n- {@r${(n + 2) % 200}}\n- {@r${(n * 7) % 200}}`).join('\n');
  expect(await computingMs(async () => expect(await new Dialogue(rules).say('r0')).toBeNull())).toBeLessThan(500);
});

it('reads a script of ten thousand rules, and answers by the last of them', async () => {
  const source = Array.from({ length: 10_000 }, (_, n) => `+ (*) 词${n} (*)\n- {keep} 答${n}`).join('\n');
  let dialogue = new Dialogue('');
  expect(await computingMs(() => void (dialogue = new Dialogue(source)))).toBeLessThan(3_000);
  expect(await dialogue.say('请问词9999是什么')).toBe('答9999');
});

it('is not stopped by a script that is too large: it has no rules', () => {
  const scripts = compileScripts([{ name: 'main', language: 'zh_CN', source: '+ a\n- b\n'.repeat(200_000) }]);
  expect(scripts.problems.get('main')).toEqual([{ code: 'script.large', line: 1, column: 1 }]);
});
