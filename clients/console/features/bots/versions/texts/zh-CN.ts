import type { VersionTexts } from './en.ts';

export const zhCN: VersionTexts = {
  title: '版本记录', version: (number) => `版本 ${number}`, live: '线上', which: '由哪一版回答', working: '编辑版', liveVersion: (number) => `线上版 ${number}`,
  none: '还没有上线的版本', noneLead: '目前由最近一次训练的结果回答访客。', answers: (number) => `线上是版本 ${number}`, same: '与这里的内容一致。', behind: '不包含之后的改动。', untrained: '请先训练，上线的是训练过的内容。',
  put: '上线…', putGo: '上线', putTitle: '上线这个版本？', putFirst: '上线后，访客由这个版本回答；此后的改动和训练，再次上线才会生效。', putLead: (number) => `与线上的版本 ${number} 相比，访客会遇到以下变化。正在追问中的会话，会在原来的版本里问完。`,
  done: (number) => `现在由版本 ${number} 回答访客`, makeLive: '设为线上', makeLiveOf: (number) => `把版本 ${number} 设为线上`,
  list: '保留最近 20 个版本，任何一个都可以立即恢复为线上版本。', right: (share) => `验证准确率 ${share}`, intents: (count) => `${count} 个意图`, utterances: (count) => `${count} 条说法`,
  changedIntents: '意图', changedUtterances: '说法', first: '首个版本', unchanged: '仅槽位、词典或收齐之后的处理有改动', since: '之后的改动', sinceOf: (number) => `版本 ${number} 之后的改动`, nothing: '与现在的内容一致。',
  kinds: { added: '新增', changed: '修改', removed: '删除' }, slots: (names) => `槽位：${names}`, completes: '信息收齐之后的处理', comma: '、', more: (count) => `另有 ${count} 条`, moreIntents: (count) => `另有 ${count} 个意图`, dictionaries: '词典',
  addedUtterance: '新增：', removedUtterance: '删除：',
};
