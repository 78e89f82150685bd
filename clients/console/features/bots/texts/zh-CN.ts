import type { BotTexts } from './en.ts';

export const zhCN: BotTexts = {
  hours: {
    closed: '非营业时间先行接待', tag: '非营业时间接待', closedHint: '没有人在的时候，新会话由它接待。', zone: '时区', week: '营业时间', shut: '休息', from: (day) => `${day}开始`, to: (day) => `${day}结束`, until: '至', nextDay: '次日',
    add: (day) => `为${day}添加时段`, remove: (day, from, to) => `移除${day} ${from} 至 ${to}`, copy: (day) => `把${day}的时间用于周一至周五`, wrong: '请填写完整的时间。',
    none: '没有填写营业时间，视为一直有人：它不会接待。', open: '营业中', shutNow: '休息中，由它接待新会话', till: (day, time) => `直到${day} ${time}`,
  },
};
