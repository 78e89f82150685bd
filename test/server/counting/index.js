import { definePlugin, z } from 'parlor/plugin';

/** Says how many times it was spoken to: a dialogue in which each step can be told from the next. */
export default definePlugin({
  id: 'counting', version: '1.0.0', title: { en: 'Counting', 'zh-CN': '计数' }, description: { en: 'Counts.', 'zh-CN': '计数。' },
  permissions: ['bots.run'], config: z.object({}),
  activate: ({ bots }) => bots.posts([{ id: 'counter', name: 'Counter', department: DEPARTMENT, first: true, queued: false, assists: false }]),
  bots: {
    answer: async (_ctx, { cue, memory }) => {
      if (cue.kind !== 'said') return {};
      const step = (memory?.step ?? 0) + 1;
      await new Promise((resolve) => { setTimeout(resolve, Math.random() * 40); });
      return { says: [{ kind: 'text', text: `${step}` }, { kind: 'text', text: `to ${cue.text}` }], memory: { step } };
    },
  },
});
