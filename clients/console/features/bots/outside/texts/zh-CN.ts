import type { OutsideTexts } from './en.ts';

export const zhCN: OutsideTexts = {
  section: {
    title: '外部回答', lead: '自己不会的问题，可以交给大语言模型或外部机器人。',
    none: '还没有配置大语言模型或外部机器人，请管理员在“机器人”插件的设置中添加。', settings: '前往插件设置',
    model: '询问大语言模型', modelHint: (name, host) => `${host} 上的 ${name}，依据机器人的知识库和文档作答，不会出现资料以外的链接和号码。`,
    strict: '必须有出处', strictHint: '没有注明知识或文档出处的回答，一律视为不会。',
    engine: '外部机器人', engineHint: '运行在其他服务器上，使用 Chatopera 机器人 API。', noEngine: '不使用', gone: (id) => `${id}（未配置）`,
    order: '何时询问', orders: { behind: '自己不会时', instead: '直接由它回答' }, insteadHint: '不再使用自己的知识、意图和脚本；流程和转人工不受影响。',
    assists: '也为客服推荐', assistsHint: '自己没有可推荐的回复时使用，客服能看到来源。',
    today: '今日用量', answers: (spent, most) => `回答 ${spent} / ${most} 次`, tokens: (spent, most) => `token ${spent} / ${most}`, modelName: '大语言模型',
    paused: (why, time) => `连续失败，暂停至 ${time}：${why}`, used: '今日额度已用完',
    stop: '立即停用', stopHint: '对所有机器人生效，正在生成的回答也会中止。', stopped: '外部回答已停用', start: '重新启用', off: (by) => `已由 ${by} 停用`, offHint: '所有机器人都不会询问外部服务。', allowed: '外部回答已重新启用',
    try: '试一试', tryPlaceholder: '输入一个希望它能回答的问题', ask: '提问', tryWith: '提问对象', asking: '正在询问', result: '回答', sources: '提供的资料', wrote: '它写的是',
  },
  trace: { model: '大语言模型', engine: '外部机器人', answered: '已回答', not: '未采用', cited: '已引用', document: '文档', entry: '知识' },
  reasons: {
    off: '外部回答已停用，可在设定中重新启用。', paused: '连续失败三次，暂停一分钟。', spent: '今日额度已用完，管理员可在插件设置中调高。', enough: '该访客今日已使用模型回答 50 次。', late: '本轮剩余时间不足。',
    time: '等待超时。请延长等待时间，或换用更快的模型。', key: '密钥无效，请管理员在插件设置中重新填写。', missing: '接口地址或模型不存在，请检查插件设置。', busy: '请求过多或余额不足，请查看服务商的账号限制。',
    rejected: '对方拒绝了请求。', down: '对方服务故障，请稍后再试。', unreachable: '无法连接，请检查插件设置中的地址。', private: '该地址不是公网地址，需由服务器运维通过 PRIVATE_HOSTS 放行。', unreadable: '返回的内容无法识别，请检查地址。',
    unknown: '它表示资料中没有答案。', uncited: '回答没有注明出处。', foreign: '回答中出现了资料以外的链接、地址或号码。', cut: '回答被截断，请在插件设置中提高 token 上限。', long: '回答过长。', empty: '回答为空。', nothing: '没有相近的内容。',
  },
  documents: {
    kinds: { entries: '问答', documents: '文档' }, view: '知识类型', empty: '还没有文档', emptyLead: '添加条款、手册或网页文字，大语言模型会据此回答并注明出处。', noModel: '文档供大语言模型使用，该机器人尚未启用，请在“设定”中开启。',
    add: '新建文档', edit: '编辑文档', count: (count) => `${count} 篇文档`, room: (used, most) => `已用 ${used} / ${most} 字符`,
    title: '标题', titleHint: '客服看到的出处；填写链接后访客也能看到。', link: '链接', linkHint: '访客可阅读原文的地址，留空则不向访客显示出处。', text: '正文', textHint: '纯文本或 Markdown，用标题分段更容易找到。', choose: '选择文件', drop: '或将 .txt、.md 文件拖到这里',
    characters: (count) => `${count} 字符`, parts: (count) => `${count} 段`, saved: '文档已保存', removed: '文档已删除', remove: (title) => `删除：${title}`,
    flaws: { needed: '请填写。', link: '链接应以 https:// 或 http:// 开头。', long: '一篇文档不超过 100,000 字符，请拆分。', unreadable: '该文件不是文本。' },
  },
};
