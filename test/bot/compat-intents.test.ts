import { setTimeout as wait } from 'node:timers/promises';
import { expect, it } from 'vitest';
import type { BotClient } from './compat-client.ts';
import { botServer } from './compat-server.ts';
import { archiveOf } from './support/archive.ts';

const utters = (...all: string[]) => all.map((utterance) => ({ utterance }));
const INTENTS = [
  {
    name: 'book_ticket', description: '订机票',
    utters: utters('预定机票', '我要订机票', '帮我预约机票', '我想订一张从{from}出发的机票', '预定{date}的机票', '订一张去{to}的机票', '我要{date}从{from}到{to}的机票', '买张飞机票', '帮我订{date}飞{to}的航班', '有去{to}的航班吗'),
    slots: [
      { name: 'from', requires: true, question: '从哪里出发？', dict: { name: '@LOC' } }, { name: 'to', requires: true, question: '要去哪里？', dict: { name: '@LOC' } }, { name: 'date', requires: true, question: '哪一天出发？', dict: { name: '@TIME' } },
    ],
  },
  {
    name: 'ask_weather', description: '天气',
    utters: utters('今天天气怎么样', '{city}的天气', '{city}会下雨吗', '天气预报', '查一下{city}天气', '明天{city}冷不冷', '外面热吗', '{city}现在多少度'),
    slots: [{ name: 'city', requires: true, question: '哪个城市？', dict: { name: '@LOC' } }],
  },
];

async function trained(client: BotClient): Promise<void> {
  expect(await client.command('POST', '/clause/intents/import', { intents: INTENTS })).toMatchObject({ rc: 0 });
  expect(await client.command('POST', '/clause/devver/train')).toMatchObject({ rc: 0 });
  for (let tries = 0; tries < 200; tries++) {
    const { rc } = await client.command('GET', '/clause/devver/build');
    if (rc === 0) return;
    expect(rc).toBe(2);
    await wait(50);
  }
  throw new Error('the training does not end');
}

it('learns intents, asks for what is missing, and lets a function answer', async () => {
  const client = await (await botServer()).bot({ fallback: '不懂' });
  await client.upload('/conversation/droplet/import', 'droplet', archiveOf({ tickets: 'intent book_ticket\n- ^book()\n\n+ (*)确认(*)\n% ^book()\n- {keep} ^pay()\n\n+ 还开着吗\n- ^isOpen()' }, `
    exports.book = async function () { this.intent.extras = { price: 100 }; return this.intent.entities.map(({ name, val }) => name + '=' + val).join(' ') + ' ' + this.intent.state; };
    exports.pay = async function () { const { price } = this.intent.extras; this.intent.drop = true; return '付' + price; };
    exports.isOpen = async function () { return String(this.intent !== null); };
  `));
  await client.command('POST', '/faq/database', { post: '上海', replies: [{ content: '上海很大' }] });
  await trained(client);
  const say = async (textMessage: string) => (await client.command('POST', '/conversation/query', { fromUserId: 'u', textMessage })).data;
  expect(await say('我要订机票')).toMatchObject({ string: '从哪里出发？', service: { provider: 'intent', intent: { name: 'book_ticket', state: 'proactive' } }, logic_is_fallback: false });
  // What an open intent waits for comes before questions.
  expect(await say('上海')).toMatchObject({ string: '要去哪里？' });
  expect(await say('北京')).toMatchObject({ string: '哪一天出发？' });
  const done = await say('2030年5月1日');
  expect(done).toMatchObject({ string: expect.stringMatching(/^from=上海 to=北京 date=2030\/05\/01.* resolved$/), topicName: 'tickets', service: { provider: 'intent', intent: { state: 'resolved' } } });
  expect((await say('还开着吗')).string).toBe('true');
  expect(await say('我要订明天从上海到北京的机票')).toMatchObject({ string: expect.stringMatching(/resolved$/) });
  expect(await say('好的，确认')).toMatchObject({ string: '付100', service: { provider: 'conversation' } });
  expect((await say('还开着吗')).string).toBe('false');
  expect(await say('上海')).toMatchObject({ string: '上海很大' });
});

it('gives up after some questions: what was said last may be a question of its own, or else the script has a word', async () => {
  const client = await (await botServer()).bot({ fallback: '不懂' });
  await client.upload('/conversation/droplet/import', 'droplet', archiveOf({ weather: 'intent ask_weather\n- 晴\n- {x} 没有城市不行' }));
  await client.command('POST', '/faq/database', { post: '营业时间是几点', replies: [{ content: '九点' }] });
  await trained(client);
  const talker = (fromUserId: string) => async (textMessage: string) => (await client.command('POST', '/conversation/query', { fromUserId, textMessage })).data;
  const one = talker('u1');
  expect((await one('天气预报')).string).toBe('哪个城市？');
  expect((await one('呃呃')).string).toBe('哪个城市？');
  expect((await one('呃呃呃')).string).toBe('没有城市不行');
  const other = talker('u2');
  await other('天气预报');
  await other('呃呃');
  expect(await other('营业时间是几点')).toMatchObject({ string: '九点', service: { provider: 'faq' } });
});

it('holds sessions for clients that ask about intents alone', async () => {
  const client = await (await botServer()).bot();
  expect(await client.command('POST', '/clause/prover/chat', { fromUserId: 'u', session: { id: '3CC4CB8388981EB1E7F9C81C00000000' }, message: { textMessage: '我想打车' } })).toMatchObject({ rc: 11 });
  await trained(client);
  const { data: { id } } = await client.command('POST', '/clause/prover/session', { uid: 'u', channel: 'web' });
  expect(await client.command('GET', `/clause/prover/session/${id}`)).toMatchObject({ rc: 0, data: { id, uid: 'u', channel: 'web', intent_name: '', resolved: false, entities: [], ttl: expect.any(Number) } });
  const chat = (textMessage: string) => client.command('POST', '/clause/prover/chat', { fromUserId: 'u', session: { id }, message: { textMessage } });
  expect((await chat('天气预报')).data).toMatchObject({ session: { intent_name: 'ask_weather', resolved: false }, message: { textMessage: '哪个城市？', is_proactive: true, is_fallback: false } });
  expect((await chat('杭州')).data).toMatchObject({ session: { resolved: true, entities: [{ name: 'city', val: '杭州', requires: true, dictname: '@LOC' }] }, message: { is_proactive: false } });
});

it('keeps intents with utterances and slots, each by itself', async () => {
  const client = await (await botServer()).bot();
  expect(await client.command('POST', '/clause/devver/train')).toMatchObject({ rc: 1 });
  expect(await client.command('POST', '/clause/intents', { name: 'book', description: 'b' })).toMatchObject({ rc: 0, data: { name: 'book' } });
  expect(await client.command('POST', '/clause/intents', { name: 'BOOK' })).toMatchObject({ rc: 2 });
  const { data: utter } = await client.command('POST', '/clause/utters', { intent: { name: 'book' }, utter: { utterance: '订一张{to}的票' } });
  expect((await client.command('POST', '/clause/utters', { intent: { name: 'book' }, utter: { utterance: '订一张{to}的票' } })).data.id).toBe(utter.id);
  await client.command('PUT', `/clause/utters/${utter.id}`, { utter: { utterance: '订票' } });
  expect(await client.command('GET', '/clause/utters?limit=9999&page=1&intentName=book')).toMatchObject({ total: 1, data: [{ id: utter.id, utterance: '订票' }] });
  const { data: slot } = await client.command('POST', '/clause/slots', { intent: { name: 'book' }, slot: { name: 'to', requires: true, question: '去哪？' }, sysdict: { name: '@LOC' } });
  expect(await client.command('POST', '/clause/slots', { intent: { name: 'book' }, slot: { name: 'at' } })).toMatchObject({ rc: 1 });
  await client.command('PUT', `/clause/slots/${slot.id}`, { slot: { requires: false, question: '' } });
  expect((await client.command('GET', '/clause/slots?limit=9999&page=1&intentName=book')).data).toMatchObject([{ name: 'to', requires: false, question: '', dict: { name: '@LOC', builtin: true } }]);
  for (const path of [`/clause/utters/${utter.id}`, `/clause/slots/${slot.id}`, '/clause/intents/book']) expect(await client.command('DELETE', path)).toMatchObject({ rc: 0 });
  expect(await client.command('GET', '/clause/intents')).toMatchObject({ total: 0, data: [] });
});

it('trains one at a time', async () => {
  const client = await (await botServer()).bot();
  await client.command('POST', '/clause/intents/import', { intents: INTENTS });
  expect(await client.command('POST', '/clause/devver/train')).toMatchObject({ rc: 0 });
  expect(await client.command('POST', '/clause/devver/train')).toMatchObject({ rc: 2 });
  expect((await client.command('GET', '/status')).data.status.retrain).toBe(1);
  while ((await client.command('GET', '/clause/devver/build')).rc === 2) await wait(50);
  expect((await client.command('GET', '/status')).data.status.retrain).toBe(0);
});

it('learns even a single intent, by how near a text is to its utterances', async () => {
  const client = await (await botServer()).bot();
  await client.command('POST', '/clause/intents/import', { intents: INTENTS.slice(1) });
  await client.command('POST', '/clause/devver/train');
  while ((await client.command('GET', '/clause/devver/build')).rc === 2) await wait(50);
  expect((await client.command('POST', '/conversation/query', { fromUserId: 'u', textMessage: '杭州的天气' })).data).toMatchObject({ service: { provider: 'fallback' } });
  expect((await client.command('POST', '/conversation/query', { fromUserId: 'u', textMessage: '天气预报' })).data).toMatchObject({ service: { provider: 'intent' } });
});
