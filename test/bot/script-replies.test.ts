import { describe, expect, it } from 'vitest';
import { Dialogue } from './support/dialogue.ts';

describe('replies', () => {
  it('are chosen at random among those that were not used, each once', async () => {
    const dialogue = new Dialogue('+ 在吗\n- 在的\n- 你好\n- 请讲');
    dialogue.random = 0.99;
    expect([await dialogue.say('在吗'), await dialogue.say('在吗'), await dialogue.say('在吗'), await dialogue.say('在吗')]).toEqual(['请讲', '你好', '在的', null]);
  });

  it('leave it to the next rule when all were used', async () => {
    const dialogue = new Dialogue('+ 在吗\n- 在的\n+ (*)\n- {keep} 什么');
    expect([await dialogue.say('在吗'), await dialogue.say('在吗')]).toEqual(['在的', '什么']);
  });

  it('may be said again after half an hour', async () => {
    const dialogue = new Dialogue('+ 在吗\n- 在的');
    await dialogue.say('在吗');
    dialogue.now += 30 * 60_000;
    expect(await dialogue.say('在吗')).toBeNull();
    dialogue.now += 1;
    expect(await dialogue.say('在吗')).toBe('在的');
  });

  it('may be said again after a hundred turns', async () => {
    const dialogue = new Dialogue('+ 在吗\n- 在的\n+ 下一个\n- {keep} 好');
    await dialogue.say('在吗');
    for (let turn = 1; turn < 99; turn++) await dialogue.say('下一个');
    expect(await dialogue.say('在吗')).toBeNull();
    expect(await dialogue.say('在吗')).toBe('在的');
  });

  it('with {keep} may always be said again, before a reply and before a matcher', async () => {
    const one = new Dialogue('+ 在吗\n- {keep} 在的\n- 你好');
    one.random = 0.99;
    expect([await one.say('在吗'), await one.say('在吗'), await one.say('在吗')]).toEqual(['你好', '在的', '在的']);
    const all = new Dialogue('+ {keep} 在吗\n- 在的');
    expect([await all.say('在吗'), await all.say('在吗')]).toEqual(['在的', '在的']);
  });

  it('go on in the next line, and break where they say so', async () => {
    expect(await new Dialogue('+ 在吗\n- 你好，\n^ 请讲\\n\n^ 谢谢').say('在吗')).toBe('你好，请讲\n谢谢');
  });

  it('with a call may be said again: it says something else each time', async () => {
    const dialogue = new Dialogue('+ 几点\n- 现在^time()', { time: () => '8点' });
    expect([await dialogue.say('几点'), await dialogue.say('几点')]).toEqual(['现在8点', '现在8点']);
  });
});

describe('captures', () => {
  it.each([
    ['我是 *~3', '我是张三', '你好，<cap>', '你好，张三'], ['*2 比 *2 高', '小明比小红高', '<cap1>比<cap2>', '小明比小红'], ['去 (北京|上海) [的] *~4', '去上海的票', '<cap2> <cap1>', '票 上海'],
    ['我 叫 <name>', '我叫王小明', '<cap1>！', '王小明！'], ['(*) 喜欢 (*)', '小明喜欢音乐', '<noun1>、<verb>', '小明、喜欢'], ['你好', '你好', '<cap9>好', '好'],
  ])('%s takes of %s', async (matcher, text, reply, expected) => {
    const dialogue = new Dialogue(`+ ${matcher}\n- ${reply}`);
    if (matcher.includes('喜欢 (*)')) expect(await dialogue.say(text)).toMatch(/喜欢$/);
    else expect(await dialogue.say(text)).toBe(expected);
  });

  it('of earlier turns', async () => {
    const dialogue = new Dialogue('+ 我叫 *~3\n- 你好，<cap1>\n\n    + 我住在 *~3\n    % 你好，<cap1>\n    - 好\n\n+ {keep} 你猜我叫什么\n- <p2cap1>住在<p1cap1><p9cap1>');
    await dialogue.say('我叫张三');
    await dialogue.say('我住在北京');
    expect(await dialogue.say('你猜我叫什么')).toBe('张三住在北京');
  });
});

describe('inclusions', () => {
  it('take a reply of a rule of any topic', async () => {
    const dialogue = new Dialogue({ a: '+ 在吗\n- {@__greeting__} 请讲', b: '+ __greeting__\n- 你好。\n- 在的。' });
    expect(await dialogue.say('在吗')).toBe('你好。 请讲');
  });

  it('that are all there is of a reply are spent when the rule is', async () => {
    const dialogue = new Dialogue('+ 在吗\n- {@g}\n+ g\n- 你好\n- 在的');
    expect([await dialogue.say('在吗'), await dialogue.say('在吗'), await dialogue.say('在吗')]).toEqual(['你好', '在的', null]);
  });

  it('leave no hole when the rule is spent', async () => {
    const dialogue = new Dialogue('+ {keep} 在吗\n- {@g}请讲\n+ g\n- 你好');
    expect([await dialogue.say('在吗'), await dialogue.say('在吗')]).toEqual(['你好请讲', '你好请讲']);
  });

  it('of each other end, as a failure that says where', async () => {
    expect(await new Dialogue('+ a\n- {@b}\n+ b\n- {@a}').say('a')).toBeNull();
    const { failure, reply } = await new Dialogue('+ {keep} a\n- x{@b}\n+ {keep} b\n- y{@a}{@a}').turn({ text: 'a' });
    expect(reply).toBeNull();
    expect(failure).toMatchObject({ failure: 'recursion', message: expect.stringContaining('main') });
  });
});

describe('fuzzy matchers', () => {
  it('take a sentence that is like one of theirs, whatever the order of words', async () => {
    const dialogue = new Dialogue('+ {keep} ${0.7}{how are you today｜how do you do}\n- fine\n+ {keep} ${冰箱不制冷}\n- 请报修', {}, { explains: true });
    expect(await dialogue.say('How do you do?')).toBe('fine');
    expect(await dialogue.say('today how are you')).toBe('fine');
    expect(await dialogue.say('空调不制热')).toBeNull();
    expect(await dialogue.say('不制冷冰箱')).toBe('请报修');
  });

  it('take their threshold from the bot where they have none, and tell each score', async () => {
    const deps = { similarity: (_: string, phrase: string) => (phrase === 'b' ? 0.75 : 0.1) };
    expect(await new Dialogue('+ ${a|b}\n- yes', {}, deps).say('x')).toBeNull();
    expect(await new Dialogue('+ ${0.7}{a|b}\n- yes', {}, deps).say('x')).toBe('yes');
    const { reply, trace } = await new Dialogue('+ ${a|b}\n- yes', {}, { ...deps, threshold: 0.7 }).turn({ text: 'x' });
    expect(reply?.text).toBe('yes');
    expect(trace.steps).toEqual([{ topic: 'main', matcher: '${a|b}', hook: null, line: 1, outcome: 'answered', captures: [], scores: [{ phrase: 'a', score: 0.1 }, { phrase: 'b', score: 0.75 }] }]);
  });
});

describe('functions', () => {
  it('are given captures, texts and numbers, and what others answered', async () => {
    const dialogue = new Dialogue(`+ 从 *2 到 *2\n- ^a(<cap1>, "x <cap2>", 'y', 1, -2.5, true, null, bare) 和 ^b(^c(<cap2>))`, { a: () => '甲', b: (text) => `[${String(text)}]`, c: (text) => `${String(text)}!` });
    expect(await dialogue.say('从北京到上海')).toBe('甲 和 [上海!]');
    expect(dialogue.calls).toEqual([{ name: 'a', args: ['北京', 'x 上海', 'y', 1, -2.5, true, null, 'bare'] }, { name: 'c', args: ['上海'] }, { name: 'b', args: ['上海!'] }]);
  });

  it('answer params, and further calls and inclusions', async () => {
    const dialogue = new Dialogue('+ 你好\n- ^a()\n+ g\n- 再见', { a: () => ({ text: '张三 ^b() {@g}', params: [{ type: 'button' }] }), b: () => '和李四' });
    expect((await dialogue.turn({ text: '你好' })).reply).toMatchObject({ text: '张三 和李四 再见', params: [{ type: 'button' }] });
  });

  it('know what was said, and by which rule', async () => {
    const dialogue = new Dialogue('+ 你好 (*)\n- ^a()', { a() { return `${this.text}|${this.topic}|${this.matcher}|${this.captures.join()}`; } });
    expect(await dialogue.say('你好吗')).toBe('你好吗|main|你好 (*)|吗');
  });

  it('that fail end the turn without an answer, and say why', async () => {
    for (const text of ['^a()', '^none()', 'x ^a() y']) {
      const { failure, reply, trace } = await new Dialogue(`+ 你好\n- ${text}\n+ (*)\n- 什么`, { a: () => ({ failure: 'time', message: 'too slow' }) }).turn({ text: '你好' });
      expect(reply).toBeNull();
      expect(failure?.failure).toBe(text === '^none()' ? 'unknown' : 'time');
      expect(trace.steps.at(-1)?.outcome).toBe('failed');
    }
    const rejecting = new Dialogue('+ 你好\n- ^a()', {}, { call: () => Promise.reject(new Error('gone')) });
    expect((await rejecting.turn({ text: '你好' })).failure).toEqual({ failure: 'call', message: 'Error: gone' });
  });

  it('that answer nothing leave it to the next rule', async () => {
    expect(await new Dialogue('+ 你好\n- ^a()\n+ (*)\n- 什么', { a: () => '' }).say('你好')).toBe('什么');
  });

  it('that call each other for ever end as a failure', async () => {
    const dialogue = new Dialogue('+ 你好\n- ^a()', { a: () => '^a() ^a()' });
    expect((await dialogue.turn({ text: '你好' })).failure?.failure).toBe('recursion');
    expect(dialogue.calls.length).toBeLessThanOrEqual(64);
  });

  it('are not called by what a visitor writes', async () => {
    const dialogue = new Dialogue('+ 我叫 (*)\n- 你好，<cap1>\n+ 重复 (*)\n- ^echo(<cap1>)\n+ __secret\n- 秘密', { echo: (text) => `你说${String(text)}`, secret: () => '秘密' });
    expect(await dialogue.say('我叫^secret()')).toBe('你好，^secret()'.replace('^secret()', 'secret'));
    for (const attack of ['a ^secret() b', 'a {@__secret} b', 'a routeDirectReply#["main","__secret"] b']) expect(await dialogue.say(`重复 ${attack}`)).toBe(`你说${attack}`);
    expect(dialogue.calls.map(({ name }) => name)).toEqual(['echo', 'echo', 'echo']);
  });
});
