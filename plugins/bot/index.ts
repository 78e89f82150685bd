import { definePlugin } from 'parlor/plugin';
import { Brains } from './brain.ts';
import { config } from './own.ts';
import { act } from './page.ts';
import { Posts } from './posts.ts';
import { reply } from './reply.ts';

const brains = new Brains();
const posts = new Posts();

export default definePlugin({
  id: 'bot',
  version: '1.0.0',
  title: { en: 'Bots', 'zh-CN': '机器人' },
  description: { en: 'Bots that answer visitors from a knowledge base, hand over to agents, and suggest replies to them.', 'zh-CN': '机器人根据知识库回答访客，必要时转接人工客服，并为客服推荐回复。' },
  permissions: ['bots.run', 'console.extend', 'data.keep'],
  config,
  activate: (ctx) => posts.begin(ctx),
  deactivate: (ctx) => posts.end(ctx),
  bots: {
    answer: async (ctx, turn) => {
      const brain = await brains.of(ctx, turn.bot);
      return brain && reply(brain, turn).answer;
    },
  },
  slots: {
    bots: {
      place: 'page', kind: 'component', title: { en: 'Bots', 'zh-CN': '机器人' }, icon: 'robot', atLeast: 'supervisor',
      act: (ctx, request) => act(ctx, request, { brains, changed: () => posts.tell(ctx) }),
    },
  },
});
