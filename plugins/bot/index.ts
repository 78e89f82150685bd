import { definePlugin, type RouteRequest } from 'parlor/plugin';
import { Brains } from './brain.ts';
import { open } from './compat/door.ts';
import { takeFormerMutes } from './compat/former-mutes.ts';
import { functionPool } from './compat/functions.ts';
import { Lanes } from './compat/lanes.ts';
import { Minds } from './compat/mind.ts';
import { Counts } from './counts.ts';
import { tidy } from './library.ts';
import { config, type Own } from './own.ts';
import { Gate } from './outside/gate.ts';
import { act } from './page.ts';
import { actInPanel, panel } from './panel.ts';
import { Posts } from './posts.ts';
import { trimAll } from './record/chunks.ts';
import { Records } from './record/record.ts';
import { answerIn } from './turn.ts';

const brains = new Brains();
const posts = new Posts();
const around = { brains, minds: new Minds(), counts: new Counts(), records: new Records(), lanes: new Lanes(), gate: new Gate(), pool: functionPool(), changed: (ctx: Own) => posts.tell(ctx) };

/** The bots' own API answers under `/plugins/bot/api/v1`: clients that know it from elsewhere are given `/plugins/bot` as their server. */
const door = <M extends 'DELETE' | 'GET' | 'POST' | 'PUT'>(method: M) => ({ method, path: '/api/v1/*', maxBody: 1 << 20, handle: (ctx: Own, request: RouteRequest) => open(ctx, request, around) });

export default definePlugin({
  id: 'bot',
  version: '1.1.0',
  title: { en: 'Bots', 'zh-CN': '机器人' },
  description: { en: 'Bots that answer visitors from a knowledge base, hand over to agents, and suggest replies to them.', 'zh-CN': '机器人根据知识库回答访客，必要时转接人工客服，并为客服推荐回复。' },
  permissions: ['bots.run', 'console.extend', 'data.keep', 'http.serve', 'http.request'],
  hosts: ['*'],
  config,
  activate: async (ctx) => {
    const now = Date.now();
    void tidy(ctx, now).catch((error: unknown) => ctx.log('what belongs to bots that were removed is not cleared yet', { error: String(error) }));
    void trimAll(ctx, now).catch((error: unknown) => ctx.log('what bots said long ago is not cleared yet', { error: String(error) }));
    await posts.begin(ctx);
  },
  migrations: { '1.1.0': takeFormerMutes },
  deactivate: async (ctx) => {
    posts.end(ctx);
    await Promise.all([around.counts.write(ctx), around.records.write(ctx)]);
    // With new values the next activation is there already, and its functions run in the same threads.
    if (posts.isIdle) await around.pool.stop();
  },
  bots: {
    answer: (ctx, turn) => answerIn(ctx, turn, around),
  },
  routes: { get: door('GET'), post: door('POST'), put: door('PUT'), delete: door('DELETE') },
  slots: {
    bots: {
      place: 'page', kind: 'component', title: { en: 'Bots', 'zh-CN': '机器人' }, icon: 'robot', atLeast: 'supervisor', actSeconds: 20,
      act: (ctx, request) => act(ctx, request, { ...around, changed: () => posts.tell(ctx) }),
    },
    visitor: {
      place: 'conversation.panel', kind: 'blocks', title: { en: 'Bot', 'zh-CN': '机器人' }, icon: 'robot',
      render: (ctx, request) => panel(ctx, request, around),
      act: (ctx, request) => actInPanel(ctx, request, { ...around, changed: () => posts.tell(ctx) }),
    },
  },
});
