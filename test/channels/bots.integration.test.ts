import { expect, it } from 'vitest';
import { logOf } from '../server/support/log.ts';
import { Bot } from '../server/support/bot.ts';
import { apiChannel } from './api-channel.ts';
import { broadcasting, EVERYBODY, sendNow } from './broadcasting.ts';
import { SOON, useScene } from './support.ts';

const scene = useScene(apiChannel, 'sqlite');
const HOURS = { post: 'When are you open?', similar: [], replies: ['From nine to five.'] };

it('a channel is told who says it, also where they have left by then; nobody in particular says a broadcast', async () => {
  const { chat, house, nodes: [node], place, provider } = scene();
  await Bot.make({ node: node!, house }, house.support, { first: true }, [HOURS]);
  const conversation = await chat('tom', 'human, please');
  await expect.poll(async () => (await logOf(place, conversation)).map(({ type }) => type), SOON).toContain('conversation.queued');
  await sendNow(await broadcasting(house, node!), { text: 'The sale begins.', whom: { ...EVERYBODY, text: 'tom' } });
  const got = () => provider.got.filter(({ to }) => to === 'tom').map(({ by, text }) => `${by}: ${text.slice(0, 20)}`);
  await expect.poll(got, SOON).toEqual(['Robin: I will get a colleag', ': The sale begins.']);
});

it('no bot hears of a STOP to a broadcast: its chat stays as it is, and the person is told once', async () => {
  const { chat, house, nodes: [node], place, provider, say } = scene();
  const conversation = await chat('una', 'When are you open?');
  const got = () => provider.got.filter(({ to }) => to === 'una').map(({ text }) => text);
  await expect.poll(got, SOON).toContain('From nine to five.');
  await sendNow(await broadcasting(house, node!), { text: 'The sale begins.', whom: { ...EVERYBODY, text: 'una' } });
  await expect.poll(got, SOON).toContain('The sale begins.');
  expect((await say('una', 'STOP')).status).toBe(200);
  await expect.poll(async () => got().at(-1), SOON).toContain('You will get no more of these messages.');
  const log = await logOf(place, conversation);
  const behind = log.slice(log.findIndex((event) => event.type === 'message.posted' && event.body.text === 'STOP') + 1);
  expect(behind.map(({ by, type }) => `${type} ${by}`)).toEqual(['participant.joined b_broadcast', 'message.posted b_broadcast']);
});
