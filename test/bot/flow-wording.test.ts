import { expect, it } from 'vitest';
import { spoken, spokenTime } from '../../plugins/bot/engine/flow/wording.ts';
import { FlowHouse, draftOf } from './support/flow-house.ts';

const NOW = Date.parse('2026-11-30T02:00:00Z');

it.each([
  [{ value: '2026/12/01 00:00', grain: 'day' }, 'Tue, Dec 1', '12月1日周二'],
  [{ value: '2027/01/05 00:00', grain: 'day' }, 'Tue, Jan 5, 2027', '2027年1月5日周二'],
  [{ value: '2026/12/01 15:00', grain: 'part' }, 'Tue, Dec 1, in the afternoon', '12月1日周二 下午'],
  [{ value: '2026/12/01 15:30' }, 'Tue, Dec 1, 3:30 PM', '12月1日周二 15:30'],
  [{ value: '2026/12/01 00:00' }, 'Tue, Dec 1, 12:00 AM', '12月1日周二 0:00'],
  [{ value: 'next week' }, 'next week', 'next week'],
] as const)('%o is said as people say it', (time, en, zh) => {
  expect([spokenTime(time, 'en', NOW), spokenTime(time, 'zh', NOW)]).toEqual([en, zh]);
});

it('says yes and no in the language of the flow, what was shown before what is kept, and nothing of what is not known', () => {
  const state = { slots: { sure: true, open: false, device: 'washer', count: 3 }, shown: { device: 'Washing machine' } };
  expect(['sure', 'open', 'device', 'count', 'toString'].map((slot) => spoken(state, slot, 'en'))).toEqual(['yes', 'no', 'Washing machine', 3, undefined]);
  expect(['sure', 'open'].map((slot) => spoken(state, slot, 'zh'))).toEqual(['是', '否']);
});

it('a dialogue repeats what was said, in Chinese as well, tells a person the same, and forgets it with the answer', async () => {
  const house = await FlowHouse.open();
  await house.publish(draftOf([
    { is: 'question', id: 'device', slot: '设备', type: 'choice', text: '哪种设备？', choices: [{ value: 'fridge', label: '冰箱' }, { value: 'washer', label: '洗衣机' }], next: 'day' },
    { is: 'question', id: 'day', slot: '时间', type: '@TIME', text: '什么时候？', next: 'sure' },
    { is: 'question', id: 'sure', slot: '确认', type: 'yes-no', text: '{{设备}}，{{时间}}，对吗？', next: 'person' },
    { is: 'handoff', id: 'person', summary: '{{设备}}：{{时间}}（{{确认}}）', slots: ['设备', '时间', '确认'] },
  ], { language: 'zh' }));
  const at = NOW;
  const say = async (text: string) => (await house.tested.turn({ kind: 'said', text }, { bot: house.bot, at }))?.says?.map((says) => says.text) ?? [];
  await say('book a table');
  await say('洗衣机');
  expect(await say('明天下午')).toEqual(['洗衣机，12月1日周二 下午，对吗？']);
  expect(await say('改成后天')).toEqual(['洗衣机，12月2日周三，对吗？']);
  expect((await say('对的')).at(-1)).toBe('洗衣机：12月2日周三（是）\n设备: 洗衣机\n时间: 12月2日周三\n确认: 是');
});
