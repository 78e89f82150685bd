import { expect, it } from 'vitest';
import { sourcesOf } from '../plugin/support/sources.ts';
import { packed } from '../plugin/support/tarball.ts';
import { freePort } from '../support/ports.ts';
import { Bot } from './support/bot.ts';
import { eventually } from './support/eventually.ts';
import { House, type Place as Department } from './support/house.ts';
import { logOf } from './support/log.ts';
import { freshPlace, restart, startNode, type ServerNode } from './support/node.ts';
import { Console, Stream, VisitorAt } from './support/people.ts';

const env = { QUEUE_GRACE: '600' };
const MORE = 4;

/** Bots of a plugin from outside, which assist. */
async function assist({ admin }: House, node: ServerNode, department: Department, name: string, bots: readonly string[], answer: string): Promise<void> {
  const index = `import { definePlugin, z } from 'parlor/plugin';
    export default definePlugin({
      id: '${name}', version: '1.0.0', title: { en: '${name}', 'zh-CN': '${name}' }, description: { en: 'Assists.', 'zh-CN': '协助。' }, permissions: ['bots.run'], config: z.object({}),
      activate: ({ bots }) => bots.posts(${JSON.stringify(bots.map((id) => ({ id, name: id, department: department.id, first: false, queued: false, assists: true })))}),
      bots: { answer: async (_ctx, { bot, cue, memory }) => { if (cue.kind !== 'said') return {}; ${answer} } },
    });`;
  await admin.call(node, 'POST', '/plugin-packages', packed({ ...sourcesOf('test/server/counting'), 'index.js': index }, { name }));
  await admin.call(node, 'POST', `/plugins/${name}/install`, { grant: ['bots.run'] });
  await admin.call(node, 'POST', `/plugins/${name}/activate`);
}

it('several bots assist in one chat, each once for each event over kill -9, while one hangs and one crashes', { timeout: 120_000 }, async () => {
  const place = await freshPlace('sqlite');
  const node = await startNode(place, { port: await freePort(), env });
  const house = await House.open(node);
  const department = await house.department('Busy');
  await Bot.make({ node, house }, department, { first: true, assists: true }, [{ post: 'When are you open?', similar: [], replies: ['From nine to five.'] }]);
  await assist(house, node, department, 'counts', ['counter'], 'const step = (memory?.step ?? 0) + 1; return { says: [{ kind: "suggestion", text: `${step}: ${cue.text}` }], memory: { step } };');
  await assist(house, node, department, 'broken', ['hangs', 'crashes'], 'if (bot === "hangs") await new Promise(() => {}); process.exit(1);');

  const agent = await house.hire({ departments: [department.id] });
  const visitor = await VisitorAt.arrive(node, department);
  const desk = await Console.open(node, agent);
  expect(await desk.ask({ type: 'chat.takeover', conversation: visitor.conversation })).not.toHaveProperty('code');
  const said = ['When are you open?'];
  for (const text of said) await visitor.say(text);
  await eventually(async () => (await suggestions()).length).toBe(2);
  const last = Array.from({ length: MORE }, (_, index) => `word ${index}`);
  for (const text of last.slice(0, 2)) await visitor.say(text);
  await node.kill();

  const again = await restart(place, node, env);
  const back = await VisitorAt.join(again, visitor.person, { stream: new Stream() });
  for (const text of last.slice(2)) await back.say(text);
  await eventually(async () => (await suggestions()).filter((text) => /^\d/.test(text))).toEqual([...said, ...last].map((text, index) => `${index + 1}: ${text}`));
  expect((await suggestions()).filter((text) => text === 'From nine to five.')).toHaveLength(1);
  const state = await logOf(place, visitor.conversation);
  expect(state.filter(({ type }) => type.startsWith('conversation.')).at(-1)).toMatchObject({ type: 'conversation.assigned', reason: 'takeover' });

  const after = await Console.open(again, agent);
  expect(await after.command(visitor.conversation, { type: 'bots.pause' })).not.toHaveProperty('code');
  await back.say('anybody there?');
  await after.say(visitor.conversation, 'I am.');
  expect((await suggestions()).some((text) => text.includes('anybody'))).toBe(false);

  async function suggestions(): Promise<readonly string[]> {
    return (await logOf(place, visitor.conversation)).flatMap((event) => (event.type === 'message.posted' && event.kind === 'suggestion' ? [event.body.text] : []));
  }
});
