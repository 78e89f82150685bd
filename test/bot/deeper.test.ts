import { expect, it } from 'vitest';
import { botServer } from './compat-server.ts';
import { archiveOf } from './support/archive.ts';

/** A bot that has scripts and functions besides questions, as a chat meets it. */
async function scripted(topics: Readonly<Record<string, string>>, plugin?: string) {
  const { bot, tested } = await botServer();
  const client = await bot();
  await client.command('POST', '/faq/database', { docId: 'q1', post: '几点开门', replies: [{ rtype: 'plain', content: '九点', enabled: true }] });
  await client.upload('/conversation/droplet/import', 'droplet', archiveOf(topics, plugin));
  const say = async (text: string) => {
    const answer = await tested.turn({ kind: 'said', text }, { bot: client.id });
    return { texts: answer?.says?.map((says) => says.text) ?? [], next: answer?.next ?? 'stay' };
  };
  return { tested, say };
}

it('answers by scripts where no question is near, and remembers where they are', async () => {
  const { say } = await scripted({ main: '+ 我叫(*)\n- {keep} 你好，<cap1>，要订票吗\n\n+ 要\n% 你好，<cap1>，要订票吗\n- {keep} 好的' });
  expect((await say('几点开门')).texts).toEqual(['九点']);
  expect((await say('我叫小明')).texts).toEqual(['你好，小明，要订票吗']);
  expect((await say('要')).texts).toEqual(['好的']);
});

it('calls functions, and one that fails is one reply like any other', async () => {
  const { say, tested } = await scripted({ main: '+ 加(*)\n- {keep} ^add(<cap1>)\n\n+ 坏\n- {keep} ^broken()' }, `
    exports.add = async function (n) { return String(await this.maestro.incrby('sum', Number(n))); };
    exports.broken = async function () { for (;;); };
  `);
  expect((await say('加2')).texts).toEqual(['2']);
  expect((await say('加3')).texts).toEqual(['5']);
  expect((await say('坏')).texts).toHaveLength(1);
  expect(tested.logs).toMatchObject([{ message: 'a function of a bot failed', fields: { failure: 'time' } }]);
});

it('an intent that is given up is over, in chats as well', async () => {
  const { bot, tested } = await botServer();
  const client = await bot();
  const slots = [{ name: 'city', requires: true, question: '哪个城市？', dict: { name: '@LOC' } }];
  const utters = (...all: readonly string[]) => all.map((utterance) => ({ utterance }));
  await client.command('POST', '/clause/intents/import', { intents: [
    { name: 'ask_weather', description: '天气', utters: utters('天气预报', '今天天气怎么样', '{city}的天气', '{city}会下雨吗', '查一下{city}天气'), slots },
    { name: 'book_ticket', description: '订票', utters: utters('预定机票', '我要订机票', '买张飞机票', '帮我预约机票'), slots },
  ] });
  await client.command('POST', '/clause/devver/train');
  await expect.poll(async () => (await client.command('GET', '/clause/devver/build')).rc, { timeout: 20_000 }).toBe(0);
  const say = async (text: string) => (await tested.turn({ kind: 'said', text }, { bot: client.id }))?.says?.map((says) => says.text);
  expect(await say('天气预报')).toEqual(['哪个城市？']);
  for (const text of ['呃呃', '呃呃呃']) await say(text);
  expect(await say('你好')).toEqual(['Hello! What can I do for you?']);
});

it('goes by the clock of the bot’s hours', async () => {
  const { bot, tested } = await botServer();
  const client = await bot();
  await client.upload('/conversation/droplet/import', 'droplet', archiveOf({ main: '+ (*)\n- {keep} ^when()' }, "exports.when = async function () { return this.message.entities.filter((each) => each.dictname === '@TIME').map((each) => each.val).join(); };"));
  const admin = { viewer: { kind: 'agent', id: '1', name: 'Lin', role: 'admin' } } as const;
  const [profile] = (await tested.act('bots', 'look', {}, admin)).data as [object];
  const at = Date.parse('2030-03-01T02:00:00Z');
  const ask = async (timeZone: string) => {
    await tested.act('bots', 'save', { json: JSON.stringify({ profile: { ...profile, department: 'd1', hours: { timeZone, open: [] } } }) }, admin);
    return (await tested.turn({ kind: 'said', text: '明天' }, { bot: client.id, at }))?.says?.[0]?.text;
  };
  expect(await ask('Asia/Shanghai')).toContain('2030/03/02');
  expect(await ask('America/New_York')).toContain('2030/03/01');
});

it('hands over what neither scripts nor questions know', async () => {
  const { say } = await scripted({ main: '+ 你好\n- {keep} 你好' });
  expect([(await say('紫色大象')).next, (await say('绿色恐龙')).next]).toEqual(['stay', 'hand-over']);
});
