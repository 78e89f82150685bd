import { definePlugin, type RouteRequest } from 'parlor/plugin';
import { config, type Own } from './own.ts';

/** All that bots are made of, with their dictionaries: read when the plugin is activated, and not at all where it is off. */
const atWork = () => import('./at-work.ts');

/** The bots' own API answers under `/plugins/bot/api/v1`: clients that know it from elsewhere are given `/plugins/bot` as their server. */
const door = <M extends 'DELETE' | 'GET' | 'POST' | 'PUT'>(method: M) => ({ method, path: '/api/v1/*', maxBody: 1 << 20, handle: async (ctx: Own, request: RouteRequest) => (await atWork()).serve(ctx, request) });

export default definePlugin({
  id: 'bot',
  version: '1.1.0',
  title: { en: 'Bots', 'zh-CN': '机器人' },
  description: { en: 'Bots that answer visitors from a knowledge base, hand over to agents, and suggest replies to them.', 'zh-CN': '机器人根据知识库回答访客，必要时转接人工客服，并为客服推荐回复。' },
  icon: 'robot',
  permissions: ['bots.run', 'console.extend', 'data.keep', 'http.serve', 'http.request'],
  hosts: ['*'],
  config,
  activate: async (ctx) => (await atWork()).begin(ctx),
  migrations: { '1.1.0': async (ctx) => (await atWork()).takeFormerMutes(ctx) },
  deactivate: async (ctx) => (await atWork()).end(ctx),
  bots: {
    answer: async (ctx, turn) => (await atWork()).answer(ctx, turn),
  },
  routes: { get: door('GET'), post: door('POST'), put: door('PUT'), delete: door('DELETE') },
  slots: {
    bots: {
      place: 'page', kind: 'component', title: { en: 'Bots', 'zh-CN': '机器人' }, icon: 'robot', atLeast: 'supervisor', actSeconds: 20,
      act: async (ctx, request) => (await atWork()).onPage(ctx, request),
    },
    visitor: {
      place: 'conversation.panel', kind: 'blocks', title: { en: 'Bot', 'zh-CN': '机器人' }, icon: 'robot',
      render: async (ctx, request) => (await atWork()).inPanel(ctx, request),
      act: async (ctx, request) => (await atWork()).pressedInPanel(ctx, request),
    },
  },
});
