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
  await expect.poll(got, SOON).toEqual(['Robin: Hello! I am Robin. A', 'Robin: What people ask most', 'Robin: I will get a colleag', ': The sale begins.']);
});
