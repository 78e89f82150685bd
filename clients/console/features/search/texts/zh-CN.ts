import type { SearchTexts } from './en.ts';

export const zhCN: SearchTexts = {
  field: { all: '搜索进行中的会话', ended: '搜索已结束的会话' }, clear: '清除搜索', list: '找到的会话',
  none: '没有匹配的会话', noneLead: '可搜索会话和备注中的内容，以及访客的姓名、邮箱或编号。', noneNarrowed: '没有同时符合内容和筛选条件的会话。',
  looking: '正在查找…', lookedTo: (day) => `已查找到 ${day}`, further: '继续查找', count: (count, more) => (more ? `目前找到 ${count} 个` : `找到 ${count} 个会话`),
  filter: {
    title: '筛选', chosen: '已选的筛选条件', any: '不限', clear: '清除筛选', done: '完成', drop: (filter, value) => `${filter}：${value}，移除此条件`,
    of: { department: '部门', agent: '客服', status: '状态', channel: '渠道' }, since: { all: '开始日期（起）', ended: '结束日期（起）' }, until: { all: '开始日期（止）', ended: '结束日期（止）' },
    day: { since: (day) => `${day} 起`, until: (day) => `${day} 止` },
  },
  closed: '已停用',
  note: '备注', palette: { search: '搜索', contacts: '联系人', open: '内容相符的进行中会话', ended: '已结束的会话', find: (text) => `在已结束的会话中搜索“${text}”` },
};
