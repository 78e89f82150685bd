import { pluralsOf } from '#ui/catalogue.ts';
import type { BroadcastTexts } from './en.ts';

const plural = pluralsOf('zh-CN');
const people = (count: number): string => plural(count, { other: '# 人' });

export const zhCN = {
  title: '群发', lead: '一条消息发给多位联系人，分别通过他们最近使用的渠道送达。', reachLead: '只能送达通过微信、Telegram、自有应用等渠道联系过你的人。网站访客离开后无法再联系，因此不会收到。', add: '新建群发', back: '全部群发', untitled: '未命名', by: (name) => `创建人：${name}`, more: '显示更多',
  empty: '一次通知很多人', emptyLead: '选择发送对象，确认能送达多少人，立即或定时发送。对方的回复会作为会话进来。',
  noChannel: '目前还没有接入渠道，可由管理员在“设置 → 插件”中接入。',
  stages: { draft: '草稿', scheduled: '已定时', running: '发送中', stopping: '正在停止', stopped: '已停止', done: '已发送' },
  starts: (time) => `${time} 开始`, held: (time) => `原定 ${time} 开始，未发送`, heldLead: (time) => `原定 ${time} 开始，没有发送。请重新定时。`, heldFlawed: (time) => `原定 ${time} 开始，因内容需要修改而没有发送。请修改后重新定时。`, began: (time) => `${time} 发送`, changed: (time) => `${time} 创建`,
  name: '标题', nameHint: '仅团队内可见。', namePlaceholder: '例如：春季促销',
  who: '发送对象', channels: '渠道', everyChannel: '全部渠道', departments: '咨询过的部门', everyDepartment: '任意部门', seen: '最近来访', days: { any: '不限', of: (days) => plural(days, { other: '最近 # 天' }) },
  search: '姓名、邮箱或电话包含', email: '邮箱', phone: '电话', having: { any: '不限', with: '已填写', without: '未填写' }, inChat: '包括发送时正在会话中的人', inChatHint: '他们会在对话中途收到这条消息。',
  what: '消息', text: '消息内容', fillsHint: '发送时为每个人自动填写。例如 {{name|朋友}}，姓名未知时显示“朋友”。', insertName: '插入姓名', fallback: '没有姓名时的称呼', fallbackPlaceholder: '例如：朋友', stopHint: (word) => `对方回复“${word}”后，所有渠道都不再收到群发。`,
  when: '发送时间', now: '立即', later: '定时', at: '开始时间', zone: (zone) => `你所在的时区：${zone}。`, pace: '每分钟消息数', paceHint: '按渠道分别计算，留空则使用设置中的速度。客服的消息不会排在群发之后。',
  gap: (nameless, read) => `${nameless === 0 ? '没有姓名的人' : plural(nameless, { other: '其中 # 人没有姓名，' })}会读到“${read}”。请填写没有姓名时的称呼，例如“朋友”。`, strangers: (placeholders) => `${placeholders} 会原样发出：只有 {{name}} 会被替换。`, slips: (placeholders) => `无法识别 ${placeholders}，可用的只有 {{name}}。`, emptyUnnamed: '没有姓名的人会收到空消息。请填写没有姓名时的称呼，或补充其他内容。',
  preview: '对方看到的样子', sample: '小林', named: (name) => `姓名为 ${name} 的人`, unnamed: '没有姓名的人', nothing: '消息会显示在这里。',
  audience: '目前能送达', counting: '正在统计…', reaches: people, of: (count) => `共选中 ${people(count)}`, none: '没有符合条件的人。', such: (names) => `例如：${names}`, nameless: '访客',
  optedOut: '已退订', isInChat: '正在会话中',
  save: '保存草稿', saved: '草稿已保存', schedule: '定时发送', send: '立即发送…', sendTo: (count) => `发送给 ${people(count)}？`, sendLead: '发送会立即开始。可以随时停止，但已发出的消息无法撤回。', sendNow: '立即发送', scheduled: (time) => `将于 ${time} 开始发送`, begun: '几秒内开始发送',
  withdraw: '改回草稿', withdrawn: '已改回草稿', remove: '删除', removing: '删除…', removeTitle: '删除这次群发？', removeLead: '它还没有发出任何消息。', removeAllLead: '统计数字、发送名单和失败记录会被永久删除。已发出的消息和对它的回复仍保留在会话中，退订的人也不会恢复接收。', removed: '已删除',
  stop: '停止', resume: '继续发送', stoppingLead: (count) => (count === 0 ? '几秒内停止。' : plural(count, { other: '还有 # 条消息在途中。' })), stoppedLead: '不会再有消息发出。继续发送时，已收到的人不会重复收到。',
  gathering: (count) => `正在整理发送名单：已有 ${people(count)}`, progress: (done, all) => `${done} / ${all}`, cut: '人数超过单次群发上限，仅发送给最近的 100,000 人。',
  figures: { targeted: '选中', sent: '已发送', delivered: '已送达', failed: '失败', skipped: '未发送', answered: '已回复', left: '退订' }, within: '7 天内', afterIt: '收到后退订', toCome: (count) => `${count} 人待发送`, onTheWay: (count) => plural(count, { other: '# 条在途中' }), share: (percent) => `占已发送的 ${percent}`,
  leftOut: '未发送的人', failures: '失败记录', openChat: '查看会话', csv: '导出 CSV',
  became: { 'opted-out': '已退订', unreachable: '无法送达', 'in-chat': '正在会话中', refused: '未被接受', delivered: '已送达', failed: '失败', pending: '待发送', waiting: '在途中' },
  why: { 'window-closed': '对方再次发言之前，渠道不接收消息。', refused: '渠道拒绝了这条消息。', expired: '渠道一天内未能接收。', 'channel-removed': '渠道已不存在。' },
  columns: { contact: '联系人', name: '姓名', channel: '渠道', result: '结果', reason: '原因', code: '代码', detail: '渠道返回', chat: '会话' },
  refusals: { late: '它已经开始发送，或已被删除，请刷新查看。', running: '它正在发送，请先停止。', input: '有内容无法接受，请检查填写。', placeholder: '包含无法识别的占位符。', empty: '没有姓名的人会收到空消息。' },
  flaws: { needed: '请填写。', past: '请选择将来的时间。' }, first: { title: '请先填写标题。', text: '请先填写消息内容。' },
} satisfies BroadcastTexts;
