import type { ContactTexts } from './en.ts';

export const zhCN: ContactTexts = {
  title: '联系人', list: '联系人，最近的在前', search: '姓名、邮箱、电话或渠道 ID', clear: '清除搜索',
  none: '还没有联系人', noneLead: '无论通过哪个渠道，联系过你们的人都会出现在这里。', noneSuch: '没有匹配的联系人', noneSuchLead: '姓名、邮箱和电话可搜索任意部分，渠道 ID 从开头匹配，没有姓名的访客按编号查找。',
  more: '显示更多', further: '继续查找', pick: '选择一位联系人', pickLead: '这里会显示对方的渠道、会话和备注。',
  chats: '会话', count: (count) => `${count} 个会话`, noChats: '没有你可以查看的会话', earlier: '以往会话', open: '打开联系人',
  website: '网站', page: '当前页面', lastPage: '最后页面', beganOn: '发起页面',
  about: '资料', name: '姓名', own: '对方昵称', email: '邮箱', phone: '电话', notes: '备注', optedOut: '不接收群发', optedOutSince: '退订时间：', optedOutHint: '群发消息时会跳过此联系人的所有渠道。', notesHint: '仅同事可见，对方看不到。', mergedNotes: '合并前的备注',
  nameHint: '你们对 TA 的称呼；清空则显示对方自己的昵称。', flaw: { email: '请填写邮箱地址，例如 anna@example.com', phone: '请填写数字，可包含空格和开头的 +' },
  channels: '渠道', since: '首次联系', here: '当前会话',
  write: '发起会话', writeTo: (name) => `联系 ${name}`, by: '渠道', words: '内容', sendBy: (channel) => (channel === '' ? '发送' : `通过 ${channel} 发送`), nowhere: '没有可以联系到对方的渠道。',
  closed: '目前无法发送', taken: '同事正在那里接待对方', goesOn: '接着进行中的会话', left: (count) => `对方再次来信前还可发送 ${count} 条`, until: (when) => `截止 ${when}`,
  goesBy: (channel) => `消息将通过 ${channel} 发送，可选择其他渠道`,
  merge: '合并…', mergeTitle: (name) => `与 ${name} 合并`, mergeLead: '选择另一位联系人，两者的渠道和会话将合为一处。', mergeWith: '另一位联系人', mergeAct: '合并',
  mergeMoves: (chats, channels) => `${chats}和 ${channels}将并入此处。`, channelCount: (count) => `${count} 个渠道`,
  mergeKeeps: '进行中的会话不受影响；一天之内可以撤销。', merged: (name) => `已与 ${name} 合并`, undo: '撤销', parted: '已恢复为两位联系人', mergedBefore: (name) => `${name} 已并入此联系人`,
  served: (name) => `${name} 接待`, nobody: '无人接待', actions: '操作',
};
