import { pluralsOf } from '#ui/catalogue.ts';
import type { RecordTexts } from './en.ts';

const plural = pluralsOf('zh-CN');

export const zhCN: RecordTexts = {
  tabs: { history: '历史', unanswered: '未答问题', statistics: '统计' },
  days: { label: '时间范围', of: (days) => plural(days, { other: '最近 # 天' }) },
  more: '查看更早',
  history: {
    search: '搜索问题和访客', find: '搜索', kind: '结果', all: '全部', kinds: { answered: '已回答', asked: '反问', unknown: '答不上来', handed: '转人工', suggested: '推荐' },
    empty: '还没有记录', emptyLead: '会话中的每个问题、机器人的回答和依据都会显示在这里，默认保留 30 天，可在插件设置中修改。', none: '没有匹配的记录', noneLead: '换个关键词，或放宽时间范围。',
    handed: { asked: '转人工：访客要求', unknown: '转人工：答不上来', flow: '流程转人工', intent: '意图信息收齐后转人工' }, settled: { sent: '原样发送', edited: '修改后发送', dismissed: '已忽略' },
    noQuestion: '没有文字', details: (question) => `查看依据：${question}`, chat: '打开会话', hits: '最接近的问题',
    make: '添加为知识', has: '现在已会答', hasLead: '知识库里已有这个问题：', change: '编辑这条知识', add: '加入已有知识…', added: '机器人学会了这种问法', already: '该知识已有这个问法',
    wrong: '答错了…', corrected: '已纠正', correctedTo: (post) => `应为：${post}`, correctedNone: '知识库里没有对应的答案', undo: '撤销纠正', takenBack: '纠正已撤销',
    actions: (name) => `${name} 的操作`, mute: '对此访客静音', unmute: '取消静音', muted: (name) => `机器人不再回复 ${name}`, unmuted: (name) => `机器人恢复回复 ${name}`, isMuted: '已静音',
  },
  pick: { title: '应该是哪条知识？', lead: (question) => `“${question}”将成为它的相似问法。`, search: '搜索知识', near: '最接近', all: '知识', none: '都不是', noneLead: '这个问题会出现在“未答问题”中。', nothing: '没有匹配的知识' },
  unanswered: {
    lead: '机器人答不上来的问题，按内容归类。现在已经会答的不再显示。', empty: '全都答上来了', emptyLead: '答不上来的问题会归类显示在这里。',
    asked: (times) => plural(times, { other: '问过 # 次' }), ways: (count) => plural(count, { other: '# 种问法' }),
    make: '添加为知识', add: '加入已有知识…', ignore: '忽略', ignored: '以后不再显示', addedMany: (count) => plural(count, { other: '已加入 # 个问法' }),
    more: (count) => plural(count, { other: '还有 # 组' }), partly: '记录较多，以上来自最近的部分。',
  },
  statistics: {
    empty: '还没有数据', emptyLead: '机器人开始接待后，这里会显示它的表现。',
    chats: '机器人会话', chatsLead: '访客向它提过问题', resolved: '独立解决', resolvedLead: (share) => `占其会话的 ${share}`, handed: '转人工', handedLead: (share) => `占其会话的 ${share}`,
    accepted: '推荐采纳', acceptedLead: (used, all) => `已处理 ${all} 条，采纳 ${used} 条`, noneSettled: '还没有处理过的推荐',
    answers: '每日回答', reasons: '转人工原因', reason: { asked: '访客要求人工', unknown: '答不上来', flow: '流程转人工', intent: '意图信息已收齐' }, fate: { sent: '原样发送', edited: '修改后发送', dismissed: '忽略' },
    suggestions: '推荐的去向', top: '最常问', byPart: '回答来源', corrected: '最常被纠正', times: (count) => plural(count, { other: '# 次' }),
    parts: { answered: '已回答', asked: '反问', unknown: '答不上来' }, day: (date, answered, asked, unknown) => `${date}：已回答 ${answered}，反问 ${asked}，答不上来 ${unknown}`,
    confusions: '意图混淆', confusionsLead: '来自上次训练的交叉验证，所用说法未参与训练：行是真实意图，列是识别结果。', confusionsMost: (shown, all) => `仅显示最易混淆的 ${shown} 个，共 ${all} 个。`, none: '无', meant: '真实意图', right: (share) => `正确 ${share}`, pair: (intent, taken) => `${intent} 被识别为 ${taken}`,
  },
  proposal: {
    title: (best, suggest) => `建议：${best} 起直接回答，${suggest} 起反问`, lead: (samples) => plural(samples, { other: '依据团队的 # 次判断。' }),
    effect: (now, then) => `在这些判断中，采用后直接回答的正确数为 ${then}，目前为 ${now}。`, nothing: '无', share: (right, answered) => `${right}/${answered}`, take: '采用', taken: '已采用建议的阈值',
  },
};
