import type { BotTexts } from './en.ts';

export const zhCN: BotTexts = {
  tabs: { intents: '意图', dictionaries: '词典', scripts: '脚本', api: 'API' },
  same: '已有知识包含这个问题：', editSame: '改为编辑它，并带上这些回答', refusals: { same: '已有另一条知识包含这个问题。', exists: '名称已被使用，请换一个。', full: '数量已达上限，请先删除不需要的内容。', untrained: '请先训练，上线的是训练过的内容。', stale: '训练之后又有改动，请重新训练后再上线。' },
  hours: {
    closed: '非营业时间接待新会话', tag: '非营业时间接待', closedHint: '没有人在的时候，新会话先到它这里。', zone: '时区', week: '营业时间', weekHint: '只用于这个机器人，不影响客服、其他机器人和访客窗口。“明天三点”这样的时间也按这个时区理解。', shut: '休息', from: (day) => `${day}开始`, to: (day) => `${day}结束`, until: '至', nextDay: '次日',
    add: (day) => `为${day}添加时段`, remove: (day, from, to) => `移除${day} ${from} 至 ${to}`, copy: (day) => `把${day}的时间用于周一至周五`, wrong: '请填写完整的时间。',
    none: '没有填写营业时间，视为一直有人：它不会接待。', open: '营业中', shutNow: '休息中，由它接待新会话', till: (day, time) => `直到${day} ${time}`,
  },
  sheetHint: '.xlsx 的第一个工作表，列与 CSV 相同。',
  profile: { handoverTo: '转接到', handoverToHint: '流程中的步骤可以另行指定。排队位置按会话开始的时间计算。', ownDepartment: '会话所属部门', unhelpful: '回答没有帮助时', unhelpfulHint: '访客用文字说明，或点了回答下方的“没有帮助”。', unhelpfuls: { miss: '算作没有听懂', person: '立即转人工', ignore: '不处理' } },
  intents: {
    empty: '访客会有哪些需求？', emptyLead: '意图就是访客想做的事，比如订位。写下他们的说法，机器人会追问所需的信息。', add: '新建意图', edit: '编辑意图', remove: (name) => `删除：${name}`, removed: '意图已删除', saved: '意图已保存',
    count: (count) => `${count} 个意图`, uttersCount: (count) => `${count} 条说法`, slotsCount: (count) => `${count} 个槽位`,
    name: '名称', nameHint: '可用字母、数字和 _。脚本和程序按名称引用它，之后不能修改。', namePlaceholder: 'book_table', description: '描述',
    utters: '说法', uttersHint: '访客会怎么说，一行一条；用 {槽位} 代表会变的部分。先写十条就不错。', uttersPlaceholder: '我想订位\n帮我订{when}的位子，{people}个人',
    unknown: '还没有槽位：', makeSlot: (name) => `添加 {${name}}`,
    slots: '槽位', slotsHint: '需要知道的信息。必填而未说到的，会按此顺序追问。', slotName: '槽位', dictionary: '词典', required: '必填', question: '追问', questionPlaceholder: '请问几位？', addSlot: '添加槽位',
    earlier: (name) => `提前追问：${name}`, later: (name) => `延后追问：${name}`, removeSlot: (name) => `移除槽位：${name}`,
    complete: '信息收齐之后', completeHint: '没有脚本处理这个意图时，按这里的设置进行。', reply: '回复', replyHint: '用 {槽位} 代表访客说到的内容。', replyNoted: '好的，已经记下了。', replyNotedAs: '好的，已经记下：……（逐项列出槽位和内容）', insert: '插入：',
    handsOver: '转给人工客服', handsOverHint: '客服会看到每个槽位的内容。',
    training: '训练', train: '训练', trained: '训练完成', nothing: '请先填写说法，机器人从中学习。', untrained: '还没有训练，暂时听不懂任何意图。', stale: '内容已有改动，请重新训练。',
    few: '至少需要两个意图才能区分；在此之前，它只认得与说法几乎相同的句子。',
    learned: (utterances, intents, seconds) => `学习了 ${intents} 个意图的 ${utterances} 条说法，用时 ${seconds} 秒`, running: (count) => `正在学习 ${count} 条说法`, failed: (error) => `上次训练失败：${error}`,
    try: '输入一句话试试', guess: '识别', result: '识别结果', noGuess: '没听懂是什么意思。',
    flaws: {
      'no-name': '请填写。', 'bad-name': '只能使用英文字母、数字和 _。', 'many-utters': '一个意图最多 1,000 条说法。', 'long-utter': '一条说法不超过 500 个字符。', 'slot-name': '每个槽位都需要名称。', 'slot-twice': '有两个槽位同名。', 'slot-dict': '每个槽位都需要词典。', 'reply-slot': '回复里用到了没有的槽位，请添加这个槽位或从回复中去掉。', 'long-reply': '回复不超过 2,000 个字符。',
    },
  },
  dictionaries: {
    own: '自定义词典', ownLead: '你的业务用词：产品、城市、订单号等。', empty: '还没有词典。', system: '系统词典', systemLead: '意图的槽位可直接使用。',
    systemHints: { '@TIME': '日期和时间：明天下午三点、tomorrow', '@LOC': '地名：北京、Paris', '@PER': '人名：王小明、Anna Smith', '@ORG': '公司和机构：人民医院、Bank of China', '@NUMBER': '数字，包括中文数字：3、三、three', '@ANY': '任意内容：追问后的整句回答，或说法中该位置的文字' },
    add: '新建词典', edit: '编辑词典', remove: (name) => `删除：${name}`, removed: '词典已删除', saved: '词典已保存', comma: '、',
    name: '名称', nameHint: '槽位按名称引用它，之后不能修改。', namePlaceholder: 'city', description: '描述', type: '类型', types: { vocab: '词汇', regex: '正则表达式' },
    words: '词', wordsHint: '一行一个，后面写同义词。可以直接粘贴表格中的列。', wordsPlaceholder: '北京，首都，帝都\n上海，魔都', wordsCount: (count) => `${count} 个词`,
    patterns: '正则表达式', patternsHint: '一行一个，不区分大小写。', patternsPlaceholder: 'SO-\\d{6}', patternsCount: (count) => `${count} 个表达式`,
    try: '测试', tryHint: '匹配的部分会标出来。', noMatch: '没有匹配。', matches: (count) => `${count} 处匹配`, at: (place) => `第 ${place} 个字符：`,
    codes: {
      'pattern.empty': '内容为空。', 'pattern.too-long': '超过 500 个字符。', 'pattern.too-large': '重复次数过多，展开后太大。', 'pattern.look-around': '不支持前后查找。', 'pattern.back-reference': '不支持反向引用。',
      'pattern.repeat': '重复写法有误，或超过 200 次。', 'pattern.group': '括号没有闭合，或不支持这种分组。', 'pattern.class': '方括号写法有误。', 'pattern.escape': '不支持这种转义。',
    },
    flaws: {
      'no-name': '请填写。', 'bad-name': '以文字或 _ 开头，只能包含文字、数字、_ 和 -。', 'many-words': '一个词典最多 5,000 个词。', 'long-word': '一个词不超过 100 个字符。', 'many-synonyms': '一个词最多 50 个同义词。', 'many-patterns': '一个词典最多 50 个表达式。', 'long-pattern': '一个表达式不超过 500 个字符。',
    },
  },
  scripts: {
    title: '脚本', topics: '话题', add: '新建话题', rename: '重命名', name: '名称', badName: '只能使用文字、数字、_ . 和 -。', enabled: (name) => `启用：${name}`, removed: '话题已删除', shared: '全部话题共用', archive: '文件',
    files: { plugin: '函数', variables: '变量' }, hints: { topic: '以 + 开头的行写访客怎么说，下面以 - 开头的行写机器人怎么答。', plugin: 'plugin.js：导出的函数可在脚本中以 ^名称() 调用。', variables: '一行一个 NAME=值，函数通过 config 读取。' },
    bring: '导入 .c66…', carry: '导出为 .c66', tooLarge: '这里导入的文件不超过 170 KB，更大的请通过 API 导入。', unreadable: '无法读取这个文件', brought: (count) => `已导入 ${count} 个话题`,
    fine: '没有发现问题。', exports: (names) => `已导出：${names}`, broken: (message) => `无法读取：${message}`, notVariable: (line) => `第 ${line} 行不是 NAME=值。`, problemsCount: (count) => `${count} 个问题`,
    problems: {
      'script.large': '话题超过一百万个字符。', 'script.stray': '这一行不属于任何规则，前面需要以 + 开头的行。', 'script.empty': '符号后面没有内容。', 'script.mute': '这条规则没有回复，请添加以 - 开头的行。', 'script.comment': '注释没有结束。', 'script.unknown': '每行应以 +、-、% 或 ^ 开头。',
      'pattern.unclosed': '括号没有配对。', 'pattern.range': '前面的数字大于后面的数字。', 'pattern.threshold': '相似度应在 0 到 1 之间。', 'pattern.choice': '有一个选项为空。', 'pattern.speech': '没有这种词性。', 'pattern.blanks': '可省略的部分前后请加空格。', 'pattern.large': '表达式太大。',
      'reply.call': '没有这个函数，或调用写法有误。', 'reply.rule': '没有可引用的规则。', 'hook.unknown': '机器人从不会说这句话。',
    },
  },
  api: {
    lead: '程序可通过 HTTP 与它对话，接口与 Chatopera 机器人一致，其 SDK 和命令行工具可直接使用。', server: '服务地址', serverHint: '填入 SDK 的服务地址。', clientHint: '机器人的标识。',
    secret: '密钥', secretHint: '持有者可以代表它对话，也可以教它。', none: '还没有', made: '生成于', make: '生成密钥', rotate: '更换密钥', rotateTitle: '更换密钥？', rotateLead: '更换后，使用旧密钥的程序会被拒绝。', once: '请立即复制，之后不再显示。', example: '示例',
  },
};
