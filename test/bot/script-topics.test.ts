import { describe, expect, it } from 'vitest';
import { routeOf } from '../../plugins/bot/engine/script/template.ts';
import { Dialogue } from './support/dialogue.ts';

describe('hooks', () => {
  it('bind a rule to a former reply as it is written', async () => {
    const dialogue = new Dialogue('+ 你好\n- 您身高多少，<cap1>?\n\n    + *(3-5)\n    % 您身高多少，<cap1>？\n    - 我的身高也是<cap>\n\n+ (*)\n- {keep} 什么');
    expect(await dialogue.say('175')).toBe('什么');
    await dialogue.say('你好');
    expect(await dialogue.say('175')).toBe('我的身高也是175');
  });

  it('bind a rule to a call as it is written', async () => {
    const dialogue = new Dialogue('+ *(2-5) 天气\n- {keep} ^weather(<cap1>)\n\n    + (*) 空气 (*)\n    % ^weather( <cap1> )\n    - {keep} ^air(<p1cap1>)', { weather: (city) => `${String(city)}晴`, air: (city) => `${String(city)}良` });
    expect([await dialogue.say('空气呢'), await dialogue.say('北京天气'), await dialogue.say('空气呢')]).toEqual([null, '北京晴', '北京良']);
  });

  it('bind a rule to any reply of another rule', async () => {
    for (const random of [0, 0.99]) {
      const dialogue = new Dialogue('+ 在吗\n- {@__g}\n\n    + (*) 打车 (*)\n    % {@__g}\n    - 出租车在门口\n\n+ __g\n- 你好\n- 在的');
      dialogue.random = random;
      await dialogue.say('在吗');
      expect(await dialogue.say('我要打车')).toBe('出租车在门口');
    }
  });

  it('are tried before everything else', async () => {
    const dialogue = new Dialogue({ __pre__: '+ {keep} 再见\n- 拜拜', game: '+ 开始\n- {keep} 猜数字\n\n    + (*)\n    % 猜数字\n    - 不对' });
    expect([await dialogue.say('再见'), await dialogue.say('开始'), await dialogue.say('再见')]).toEqual(['拜拜', '猜数字', '不对']);
  });

  it('hold as long as nothing else is said, until {CLEAR}; what comes before all topics is a way out', async () => {
    const topics = { __pre__: '+ {keep} 再见\n- 拜拜', game: '+ 开始\n- {keep} 猜数字\n\n    + (*)\n    % 猜数字\n    - ^guess(<cap1>)\n\n+ {keep} 7\n- 七' };
    const dialogue = new Dialogue(topics, { guess: (text) => (text === '7' ? '{CLEAR} 对了' : '不对') });
    expect([await dialogue.say('开始'), await dialogue.say('3'), await dialogue.say('4'), await dialogue.say('7'), await dialogue.say('7')]).toEqual(['猜数字', '不对', '不对', '对了', '七']);
    expect([await dialogue.say('开始'), await dialogue.say('3'), await dialogue.say('再见'), await dialogue.say('7')]).toEqual(['猜数字', '不对', '拜拜', '七']);
  });

  it('of the last turn are tried before those of the turns that led to it', async () => {
    const dialogue = new Dialogue('+ a\n- 一\n+ (*)\n% 一\n- {keep} 二\n+ (*)\n% 二\n- {keep} 三');
    expect([await dialogue.say('a'), await dialogue.say('x'), await dialogue.say('x'), await dialogue.say('x')]).toEqual(['一', '二', '三', '三']);
  });

  it('survive an answer that nobody understands', async () => {
    const dialogue = new Dialogue('+ 你好\n- 要吗\n+ 要\n% 要吗\n- 好');
    expect([await dialogue.say('你好'), await dialogue.say('哦'), await dialogue.say('要')]).toEqual(['要吗', null, '好']);
  });

  it('are forgotten after half an hour of silence', async () => {
    const dialogue = new Dialogue('+ 你好\n- 要吗\n+ 要\n% 要吗\n- 好');
    await dialogue.say('你好');
    dialogue.now += 30 * 60_000 + 1;
    expect(await dialogue.say('要')).toBeNull();
  });
});

describe('{CLEAR}', () => {
  it.each(['{CLEAR} 再见', '{keep} {CLEAR} 再见', '{@bye}', '^bye()'])('at the beginning of %s is not shown, and sets the dialogue back', async (reply) => {
    const dialogue = new Dialogue(`+ 结束\n- ${reply}\n+ bye\n- {CLEAR} 再见`, { bye: () => '{CLEAR} 再见' });
    expect((await dialogue.turn({ text: '结束' })).reply).toMatchObject({ text: '再见', cleared: true });
    expect(dialogue.state.chain).toEqual([]);
  });
});

describe('topics', () => {
  const all = (matcher: string, names: readonly string[]) => Object.fromEntries(names.map((name) => [name, `+ ${matcher}\n- {keep} ${name}\n+ ${name}\n- {keep} 到${name}`]));

  it('come in order: before, current, others, after', async () => {
    expect(await new Dialogue(all('x', ['__post__', 'a', '__pre__'])).say('x')).toBe('__pre__');
    const dialogue = new Dialogue(all('x', ['__post__', 'a', 'b', 'c']));
    expect(await dialogue.say('x')).toBe('a');
    await dialogue.say('b');
    expect(await dialogue.say('x')).toBe('b');
    expect(await new Dialogue(all('x', ['__post__'])).say('x')).toBe('__post__');
  });

  it('stay as they are when a rule of before or after answers', async () => {
    const dialogue = new Dialogue({ ...all('x', ['a', 'b']), __pre__: '+ {keep} 人工\n- 请等' });
    await dialogue.say('b');
    await dialogue.say('人工');
    expect(await dialogue.say('x')).toBe('b');
  });

  it('are jumped to, by a reply or by what a function says', async () => {
    for (const reply of ['^topicRedirect("b", "__start")', "^topicRedirect('b','__start')", '^go()', 'routeDirectReply#["b", "__start"]']) {
      const dialogue = new Dialogue({ a: `+ 走\n- ${reply}\n+ x\n- a`, b: '+ __start\n- 到了 ^where()\n+ x\n- b\n+ 谢谢\n% 到了 ^where()\n- 不客气' }, { go: () => '^topicRedirect("b", "__start")', where: () => 'b' });
      expect((await dialogue.turn({ text: '走' })).reply).toMatchObject({ text: '到了 b', topic: 'b' });
      expect([await dialogue.say('谢谢'), await dialogue.say('x')]).toEqual(['不客气', 'b']);
    }
  });

  it('are jumped to with a message, too, or with what the visitor said', async () => {
    const topics = { a: '+ 去 (*)\n- ^topicRedirect("b", "我要咖啡")\n+ 问 (*)\n- ^topicRedirect("b", "$ctx.textMessage$")', b: '+ 我要 (*)\n- 给您<cap1>\n+ (*) 几点\n- 八点' };
    expect(await new Dialogue(topics).say('去吧')).toBe('给您咖啡');
    expect(await new Dialogue(topics).say('问现在几点')).toBe('八点');
  });

  it('that are not there are a failure', async () => {
    expect((await new Dialogue('+ 走\n- ^topicRedirect("b", "c")').turn({ text: '走' })).failure?.failure).toBe('route');
  });

  it('take over what a redirect was given, where it says so', async () => {
    const topics = { a: '+ 走\n- ^go()\n+ 留\n- ^stay()', b: '+ t\n- ^button()' };
    const functions = { go: () => ({ text: 'routeDirectReply#["b","t",true]', params: 'own' }), stay: () => ({ text: 'routeDirectReply#["b","t"]', params: 'own' }), button: () => ({ text: 'ok', params: 'of b' }) };
    expect((await new Dialogue(topics, functions).turn({ text: '走' })).reply?.params).toBe('own');
    expect((await new Dialogue(topics, functions).turn({ text: '留' })).reply?.params).toBe('of b');
  });

  it('are where answers of the FAQ send to', async () => {
    expect(routeOf(' routeDirectReply#["greetings", "__hot", true] ')).toEqual({ topic: 'greetings', matcher: '__hot', inherit: true });
    for (const text of ['hello', 'x routeDirectReply#["a","b"]', 'routeDirectReply#["a"]', 'routeDirectReply#["a","b"', 'routeDirectReply#["a","^f()"]']) expect(routeOf(text)).toBeNull();
    const dialogue = new Dialogue({ a: '+ t\n- 答', b: '+ (*) 几点\n- 八点' });
    expect((await dialogue.turn({ text: '问', route: { topic: 'a', matcher: 't' } })).reply).toMatchObject({ text: '答', topic: 'a' });
    expect((await dialogue.turn({ text: '现在几点', route: { topic: 'b', matcher: '$ctx.textMessage$' } })).reply?.text).toBe('八点');
    expect((await dialogue.turn({ text: '问', route: { topic: 'none', matcher: 't' } })).reply).toBeNull();
  });
});

describe('intents', () => {
  const script = 'intent {keep} Book_Flight\n- ^book()\n- {x} ^sorry()\n\n    + 没错\n    % ^book()\n    - 已预订\n\n+ 不说\n- 好\n\nintent weather\n- 晴';
  const functions = { book: () => '请确认', sorry: () => '抱歉' };

  it('are answered by their rule when they have all they need, whatever the case of their name', async () => {
    const dialogue = new Dialogue(script, functions);
    expect((await dialogue.turn({ text: '明天', intent: { name: 'book_flight', state: 'resolved' } })).reply?.text).toBe('请确认');
    expect(await dialogue.say('没错')).toBe('已预订');
  });

  it('that gave up leave it to the scripts first, then to what is said for that', async () => {
    const dialogue = new Dialogue(script, functions);
    const intent = { name: 'BOOK_FLIGHT', state: 'losed' } as const;
    expect((await dialogue.turn({ text: '不说', intent })).reply?.text).toBe('好');
    expect((await dialogue.turn({ text: '嗯', intent })).reply?.text).toBe('抱歉');
    expect((await dialogue.turn({ text: '嗯', intent: { name: 'weather', state: 'losed' } })).reply).toBeNull();
  });

  it('are no matchers of text', async () => {
    expect(await new Dialogue(script, functions).say('book_flight')).toBeNull();
    expect(await new Dialogue(script, functions).say('weather')).toBeNull();
  });

  it('are begun by a redirect', async () => {
    const dialogue = new Dialogue('+ 订票\n- ^topicRedirect("intents", "book_flight", true)');
    expect((await dialogue.turn({ text: '订票' })).reply).toMatchObject({ text: '', intent: 'book_flight' });
  });
});

it('tells which rules were tried, and what became of them', async () => {
  const { trace } = await new Dialogue('+ 你好\n- 好\n+ 在 (*)\n- ^a()\n+ (*)\n- 什么', { a: () => '' }, { explains: true }).turn({ text: '在吗' });
  expect(trace.steps.map(({ captures, line, outcome }) => [line, outcome, ...captures])).toEqual([[1, 'missed'], [3, 'empty', '吗'], [5, 'answered', '在吗']]);
  expect(trace.calls).toEqual([{ name: 'a', args: [], failure: null }]);
});

it('changes nothing that it was given', async () => {
  const dialogue = new Dialogue('+ 你好\n- 好\n+ 再见\n% 好\n- {CLEAR} 拜拜');
  await dialogue.say('你好');
  const before = structuredClone(dialogue.state);
  const state = dialogue.state;
  await dialogue.say('再见');
  expect(state).toEqual(before);
});
