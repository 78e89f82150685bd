import { describe, expect, it, vi } from 'vitest';
import { saidIn } from '../../plugins/bot/record/said.ts';
import { BotClient } from './compat-client.ts';
import { FlowHouse } from './support/flow-house.ts';
import { archiveOf } from './support/archive.ts';

const ASKED = [{ name: 'item', dict: '@ANY', requires: true, question: 'Which item?' }, { name: 'order', dict: '@ANY', requires: true, question: 'Which order?' }];
const REPAIR = { name: 'repair', description: '', utters: ['can you repair something', 'it is broken'], slots: ASKED };

interface Completion { readonly reply: string; readonly handsOver: boolean }

async function learned(house: FlowHouse): Promise<void> {
  await house.do('intent.train');
  await vi.waitFor(async () => expect(await house.do('intent.training')).toMatchObject({ state: 'done', isStale: false }), { timeout: 20_000, interval: 10 });
}

/** A bot that knows one intent, and what comes of it. */
async function open(completion?: Completion, slots: readonly object[] = ASKED, utters: readonly string[] = []) {
  const house = await FlowHouse.open();
  await house.do('intent.save', { isNew: true, intent: { ...REPAIR, slots, utters: [...REPAIR.utters, ...utters], ...(completion === undefined ? {} : { completion }) } });
  await learned(house);
  const client = async () => new BotClient(house.tested, house.bot, (await house.do<{ secret: string }>('rotate')).secret);
  return { house, client };
}

/** All of it is told; what the bot does at the last word. */
async function tell(house: FlowHouse, turn: object = {}, order = 'A-4711') {
  expect(await house.say('can you repair something', turn)).toEqual(['Which item?']);
  expect(await house.say('the blanket', turn)).toEqual(['Which order?']);
  const answer = await house.tested.turn({ kind: 'said', text: order }, { bot: house.bot, ...turn });
  return { says: answer?.says ?? [], next: answer?.next ?? 'stay', department: answer?.department };
}

describe('an intent of which all is known', () => {
  it('is noted and handed over with what was told, where nobody has set anything', async () => {
    const { house } = await open();
    expect(await house.do('intent.get', { name: 'repair' })).toMatchObject({ completion: { reply: '', handsOver: true } });
    const { next, says } = await tell(house);
    expect(next).toBe('hand-over');
    expect(says).toEqual([
      { kind: 'text', text: 'Thank you, I have noted that.' },
      { kind: 'text', text: 'I will get a colleague for you. Please stay here: they see what we have talked about.' },
      { kind: 'note', text: 'Handed over by Robin. Reason: all is known for the intent “repair”.\nitem: the blanket\norder: A-4711' },
    ]);
    expect(await house.say('are you there?')).toEqual([]);
  });

  it('is told to whom waits in a queue that they keep their place, and in the visitor’s language', async () => {
    const { house } = await open();
    const { next, says } = await tell(house, { role: 'engages', locale: 'zh-CN' });
    expect(next).toBe('hand-over');
    expect(says.slice(0, 2).map(({ text }) => text)).toEqual(['好的，已经记下了。', '人工客服会尽快接待您，您的排队位置会保留。']);
    expect(says[2]?.text).toContain('order: A-4711');
  });

  it('has words of its own with what was told in them, and what a visitor wrote is not looked at again', async () => {
    const { house } = await open({ reply: 'We repair {item} of {order}{ unknown }.', handsOver: false });
    const { next, says } = await tell(house, {}, '{item}');
    expect([next, says]).toEqual(['stay', [{ kind: 'text', text: 'We repair the blanket of {item}.' }]]);
  });

  it('goes to a person after its own words, where both are set', async () => {
    const { house } = await open({ reply: 'We look into {order}.', handsOver: true });
    const { next, says } = await tell(house);
    expect([next, says.map(({ kind }) => kind), says[0]?.text]).toEqual(['hand-over', ['text', 'text', 'note'], 'We look into A-4711.']);
  });

  it('says what it has noted where neither is set', async () => {
    const { house } = await open({ reply: '', handsOver: false });
    expect(await tell(house)).toMatchObject({ next: 'stay', says: [{ kind: 'text', text: 'Thank you, I have noted:\nitem: the blanket\norder: A-4711' }] });
    // It goes on with whatever comes next.
    expect(await house.say('can you repair something')).toEqual(['Which item?']);
  });

  it('does not ask for what the first sentence has told, whatever it is', async () => {
    const { house } = await open({ reply: 'We repair {item} of {order}.', handsOver: false }, ASKED, ['can you repair {item}', 'please repair {item} for me', '修一下{item}', '能不能修一下{item}']);
    await house.do('intent.save', { isNew: true, intent: { ...REPAIR, name: 'weather', slots: [], utters: ['what is the weather like', 'will it rain tomorrow', '天气怎么样', '明天会下雨吗'] } });
    await learned(house);
    expect(await house.say('Can you repair the blanket, please?')).toEqual(['Which order?']);
    expect(await house.say('A-4711')).toEqual(['We repair the blanket of A-4711.']);
    expect(await house.say('能不能修一下毯子？', { conversation: 'c2' })).toEqual(['Which order?']);
    expect(await house.say('A-4711', { conversation: 'c2' })).toEqual(['We repair 毯子 of A-4711.']);
    // It is known in the version that is live as well.
    await house.do('version.put');
    expect(await house.say('can you repair a lamp', { conversation: 'c3' })).toEqual(['Which order?']);
    expect(await house.say('can you repair something', { conversation: 'c4' })).toEqual(['Which item?']);
  });

  it('that asks for nothing is complete at once', async () => {
    const { house } = await open(undefined, []);
    expect((await house.say('it is broken'))[0]).toBe('Thank you, I have noted that.');
  });

  it('is a script’s where one takes it, and never promises anything where that failed', async () => {
    const { client, house } = await open({ reply: 'It is booked.', handsOver: false });
    const upload = async (reply: string) => (await client()).upload('/conversation/droplet/import', 'droplet', archiveOf({ main: `intent repair\n- {keep} ${reply}` }, 'exports.broken = async function () { throw new Error("no"); };'));
    await upload('A script has it.');
    expect(await tell(house)).toEqual({ next: 'stay', department: undefined, says: [{ kind: 'text', text: 'A script has it.' }] });
    await upload('^broken()');
    expect(await tell(house, { conversation: 'c2' })).toMatchObject({ next: 'hand-over', says: [{ text: 'Thank you, I have noted that.' }, {}, { kind: 'note' }] });
  });

  it('is no question that the bot did not know', async () => {
    const { house } = await open();
    await tell(house, { at: Date.now() });
    const { rows } = await house.do<{ rows: readonly object[] }>('history.list', { kind: null, days: 30 });
    expect(rows[0]).toMatchObject({ question: 'A-4711', by: 'intent', handed: 'intent' });
    expect(await house.do('history.list', { kind: 'unknown', days: 30 })).toMatchObject({ rows: [] });
    expect(await house.do('unanswered.list', { days: 30 })).toMatchObject({ clusters: [] });
    expect(await house.do('statistics.look', { days: 7 })).toMatchObject({ total: { handed: { intent: 1, unknown: 0 } } });
    // What other dialogues lead to is told as before.
    const turn = { bot: 'b', conversation: 'c', turn: 1, cue: { kind: 'said', text: 'x' }, role: 'serves', visitor: { id: 'v', name: '' }, locale: 'en', memory: null, at: 1 } as const;
    const handed = (trace: object) => saidIn(turn, { answer: { next: 'hand-over' }, trace: { by: 'hand-over', hits: [], ...trace }, entry: null })?.handed;
    expect([handed({ by: 'human' }), handed({}), handed({ flow: { id: 'f', version: 1, steps: [] } })]).toEqual(['asked', 'unknown', 'flow']);
  });

  it('is of the version that is live, and what else becomes of it is a change of that version', async () => {
    const { house } = await open();
    await house.do('version.put');
    await house.do('intent.save', { isNew: false, intent: { ...REPAIR, completion: { reply: '', handsOver: true } } });
    expect(await house.do('intent.training')).toMatchObject({ live: { isSame: true } });
    await house.do('intent.save', { isNew: false, intent: { ...REPAIR, completion: { reply: 'Done.', handsOver: false } } });
    expect(await house.do('intent.training')).toMatchObject({ isStale: false, live: { isSame: false } });
    expect(await house.do('version.changes', { from: 1, to: 'now' })).toMatchObject({ intents: [{ name: 'repair', is: 'changed', slots: [], completes: true }] });
    expect(await tell(house)).toMatchObject({ next: 'hand-over' });
    await house.do('version.put');
    expect(await tell(house, { conversation: 'c2' })).toMatchObject({ next: 'stay', says: [{ text: 'Done.' }] });
  });
});

describe('a time that was told', () => {
  const at = Date.parse('2026-11-30T02:00:00Z');
  const WHEN = [{ name: 'when', dict: '@TIME', requires: true, question: 'When?' }];
  const timed = async (completion: Completion) => {
    const opened = await open(completion, WHEN);
    const [profile] = await opened.house.do<[object]>('look');
    await opened.house.do('save', { profile: { ...profile, hours: { timeZone: 'Asia/Shanghai', open: [] } } });
    const tell = async (when: string, locale: string) => {
      const turn = { bot: opened.house.bot, conversation: `${when} ${locale}`, at, locale };
      await opened.house.tested.turn({ kind: 'said', text: 'can you repair something' }, turn);
      return (await opened.house.tested.turn({ kind: 'said', text: when }, turn))?.says?.map(({ text }) => text) ?? [];
    };
    return { ...opened, tell };
  };

  it('is said as people say it, in the language of the chat and by the clock of the bot', async () => {
    const { tell } = await timed({ reply: '{when}!', handsOver: false });
    for (const [when, en, zh] of [['tomorrow', 'Tue, Dec 1', '12月1日周二'], ['tomorrow afternoon', 'Tue, Dec 1, in the afternoon', '12月1日周二 下午'], ['明天下午三点半', 'Tue, Dec 1, 3:30 PM', '12月1日周二 15:30'], ['in 2 hours', 'Mon, Nov 30, 12:00 PM', '11月30日周一 12:00']] as const) {
      expect([await tell(when, 'en'), await tell(when, 'zh-CN')]).toEqual([[`${en}!`], [`${zh}!`]]);
    }
  });

  it('is repeated to visitors in their language, and noted for agents in that of the house', async () => {
    expect(await (await timed({ reply: '', handsOver: false })).tell('明天', 'zh-CN')).toEqual(['好的，已经记下：\nwhen: 12月1日周二']);
    expect((await (await timed({ reply: '', handsOver: true })).tell('明天', 'zh-CN')).at(-1)).toMatch(/\nwhen: Tue, Dec 1$/);
  });

  it('is of the last that was said', async () => {
    const { house } = await open({ reply: '{when}!', handsOver: false }, [...WHEN, { name: 'item', dict: '@ANY', requires: true, question: 'Which item?' }]);
    const say = async (text: string) => (await house.tested.turn({ kind: 'said', text }, { bot: house.bot, at }))?.says?.[0]?.text;
    for (const text of ['can you repair something', 'tomorrow']) await say(text);
    expect(await say('a lamp')).toBe('Tue, Dec 1!');
    for (const text of ['can you repair something', 'tomorrow', 'no, on 1 December 2026 at 0:00']) await say(text);
    expect(await say('a lamp')).toBe('Tue, Dec 1, 12:00 AM!');
  });

  it('reaches functions and programs as it is kept', async () => {
    const { client, house } = await timed({ reply: '{when}!', handsOver: false });
    const api = await client();
    const say = async (textMessage: string) => (await api.command('POST', '/conversation/query', { fromUserId: 'u', textMessage })).data;
    await say('can you repair something');
    expect(await say('2030年5月1日')).toMatchObject({ string: 'Wed, May 1, 2030!', service: { intent: { entities: [{ name: 'when', val: '2030/05/01 00:00', dictname: '@TIME' }] } } });
    await api.upload('/conversation/droplet/import', 'droplet', archiveOf({ main: 'intent repair\n- {keep} ^when()' }, 'exports.when = async function () { return this.intent.entities[0].val; };'));
    const turn = { bot: house.bot, conversation: 'script', at };
    await house.tested.turn({ kind: 'said', text: 'can you repair something' }, turn);
    expect(await house.tested.turn({ kind: 'said', text: 'tomorrow' }, turn)).toMatchObject({ says: [{ text: '2026/12/01 00:00' }] });
  });
});

describe('to clients of the API', () => {
  async function complete(client: BotClient) {
    const say = async (textMessage: string) => (await client.command('POST', '/conversation/query', { fromUserId: 'u', textMessage })).data;
    for (const text of ['can you repair something', 'the blanket']) await say(text);
    return say('A-4711');
  }

  it('an intent that nothing takes ends in the fallback, as ever', async () => {
    const { client } = await open();
    expect(await complete(await client())).toMatchObject({ service: { provider: 'fallback' }, logic_is_fallback: true });
  });

  it('words of its own are the answer of an intent', async () => {
    const { client } = await open({ reply: 'We repair {item}.', handsOver: true });
    expect(await complete(await client())).toMatchObject({ string: 'We repair the blanket.', logic_is_fallback: false, service: { provider: 'intent', intent: { name: 'repair', state: 'resolved' } } });
  });

  it('what they write and bring in leaves alone what becomes of an intent', async () => {
    const completion = { reply: 'We repair {item}.', handsOver: false };
    const { client, house } = await open(completion);
    const api = await client();
    await api.command('PUT', '/clause/intents/repair', { description: 'Repairs' });
    await api.command('POST', '/clause/intents/import', { intents: [{ name: 'repair', description: 'Other', utters: [{ utterance: 'it broke' }], slots: [] }] });
    expect(await house.do('intent.get', { name: 'repair' })).toMatchObject({ description: 'Other', rows: ['it broke'], slots: [], completion });
    expect(Object.keys((await api.command('GET', '/clause/intents')).data[0])).toEqual(['name', 'description', 'createdate', 'updatedate']);
  });
});
