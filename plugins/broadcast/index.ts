import { definePlugin } from 'parlor/plugin';
import { answers } from './answers.ts';
import { config } from './config.ts';
import { hear, miss, record, takes } from './news.ts';
import { begins, forgetOpenings, isTaken } from './openings.ts';
import { act } from './page.ts';
import { removeLeft } from './removal.ts';
import { tidy } from './results.ts';
import { round } from './run.ts';
import { forget } from './send.ts';

/** The same words to many: whom, when and how fast supervisors say, and read what came of it. */
export default definePlugin({
  id: 'broadcast',
  version: '1.0.0',
  title: { en: 'Broadcasts', 'zh-CN': '群发' },
  description: {
    en: 'Writes to many contacts at once, each through the channel they used last: scheduled, paced, stopped at any time.',
    'zh-CN': '通过联系人最近使用的渠道批量发送消息，支持定时、限速，可随时停止。',
  },
  icon: 'megaphone',
  permissions: ['contacts.read', 'contacts.write', 'events.read', 'chats.command', 'data.keep', 'work.background', 'console.extend'],
  config,
  activate: () => {
    forget();
    forgetOpenings();
  },
  on: {
    'conversation.started': (_ctx, event, conversation) => begins(event, conversation),
    'conversation.assigned': (_ctx, event, conversation) => isTaken(event, conversation),
    'message.posted': hear,
    'delivery.failed': miss,
  },
  takes,
  loops: { send: { title: { en: 'Sending', 'zh-CN': '发送' }, run: round } },
  workers: { results: { title: { en: 'Results', 'zh-CN': '发送结果' }, run: record } },
  jobs: { tidy: { title: { en: 'Tidying up', 'zh-CN': '清理' }, schedule: { cron: '40 3 * * *' }, run: async (ctx) => { await removeLeft(ctx); await tidy(ctx, Date.now()); } } },
  slots: {
    broadcasts: { place: 'page', kind: 'component', atLeast: 'supervisor', title: { en: 'Broadcasts', 'zh-CN': '群发' }, icon: 'megaphone', act },
    answers: { place: 'message', kind: 'blocks', title: { en: 'Answers to broadcasts', 'zh-CN': '群发回复' }, render: answers },
  },
});
