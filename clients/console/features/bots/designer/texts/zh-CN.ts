import type { DesignerTexts } from './en.ts';

export const zhCN = {
  list: {
    lead: '画出来的多轮对话：机器人逐步提问、判断，并在需要时转人工。', new: '新建流程', blank: '空白流程', blankLead: '从一个步骤开始。',
    live: (version: number) => `已上线，版本 ${version}`, off: '未上线', switchedOff: '已停用', enabledOf: (name: string) => `启用：${name}`, wentOff: (name: string) => `“${name}”已停用，不再有新对话进入`, wentOn: (name: string) => `“${name}”已启用`, waits: (version: number) => `流程启用后，新对话从版本 ${version} 开始`, steps: (count: number) => `${count} 个步骤`, open: (name: string) => `打开 ${name}`,
    empty: '画出第一个对话流程', emptyLead: '从下面的模板开始，内容都可以修改。', actions: (name: string) => `${name} 的操作`, by: (name: string) => `由 ${name} 发布`,
    rename: '重命名', remove: '删除', removeTitle: (name: string) => `删除“${name}”？`, removeLead: '它的版本和测试会一并删除，正在其中的访客将转人工。', removed: (name: string) => `“${name}”已删除`,
    name: '名称', create: '创建', tooMany: (most: number) => `一个机器人最多有 ${most} 个流程。`,
  },
  templates: {
    contact: { title: '收集联系方式', lead: '称呼、电话、事由，然后转人工。' },
    repair: { title: '报修登记', lead: '设备、故障、上门时间，由访客确认。' },
    answer: { title: '先解答，再转人工', lead: '先查知识库，没有帮上忙就转人工。' },
  },
  bar: {
    back: '全部流程', saving: '正在保存…', saved: '已全部保存', unpublished: '有未发布的改动', waiting: '尚未保存', failed: '保存失败', failedHint: '下次修改时会再次保存。', retry: '立即保存',
    conflict: '已在别处修改', conflictLead: '有人在另一个窗口保存了这个流程。', reload: '查看对方的', overwrite: '保留我的', tooLarge: '流程太大，无法保存。请把一部分移到单独的流程中。',
    undo: '撤销', redo: '重做', tidy: '整理布局', tidied: '布局已整理', fit: '显示全部', test: '测试', publish: '发布', settings: '流程设置', problems: (count: number) => `${count} 个问题`, fine: '没有问题',
    zoomIn: '放大', zoomOut: '缩小', editor: (name: string) => `流程：${name}`,
  },
  canvas: { node: '按回车选中步骤，方向键移动，Delete 键删除。', edge: '按回车选中连线，Delete 键删除。' },
  palette: { title: '步骤', hint: '点击或拖到画布上' },
  kinds: {
    message: '消息', question: '提问', condition: '条件', api: '接口调用', faq: '知识库', flow: '子流程', handoff: '转人工', end: '结束',
  },
  hints: {
    message: '说一句话，然后继续。', question: '提问，并等待有效回答。', condition: '根据已知信息选择走向。', api: '向其他系统查询。',
    faq: '用访客最后一句话搜索知识库。', flow: '进入另一个流程，完成后返回。', handoff: '连同已知信息转给人工客服。', end: '结束对话。',
  },
  ports: { next: '下一步', answered: '已回答', onFail: (asks: number) => asks === 1 ? '没有有效回答' : `询问 ${asks} 次后`, otherwise: '否则', onError: '失败', found: '找到答案', notFound: '没有找到', back: '然后', succeeded: '成功', case: (number: number) => `分支 ${number}` },
  node: {
    start: '开始', noText: '还没有内容', noSlot: '未设槽位', toPerson: '转人工', toEnd: '到此结束', dropped: '已删除', added: '新增', changed: '有改动', choose: '请选择流程', version: (version: number) => `版本 ${version}`, solved: '已解决',
    label: (kind: string, text: string) => `${kind}：${text}`, problems: (count: number) => `此处有 ${count} 个问题`, here: '对话停在这里',
  },
  checks: { filled: '已知', empty: '未知', equal: '等于', unequal: '不等于', contains: '包含', above: '大于', below: '小于', matching: '符合表达式' },
  types: { text: '任意文本', choice: '选项', 'yes-no': '是或否', number: '数字', email: '邮箱地址', phone: '电话号码', '@TIME': '日期或时间', '@PER': '人名', '@LOC': '地点', '@ORG': '机构' },
  form: {
    text: '内容', textHint: '用 {{槽位}} 引用已知信息。', insert: '插入槽位', slot: '槽位', slotHint: '回答保存在这里。', type: '询问的内容', usual: '常用', dictionaries: '机器人的词典', choices: '选项', label: '按钮', value: '保存为', addChoice: '添加选项', removeChoice: (label: string) => `移除 ${label}`,
    buttons: (most: number) => `超过 ${most} 个选项时列在文字里，不显示按钮。`, limits: '有效范围', least: '最小', most: '最大', minLength: '最短', maxLength: '最长', pattern: '表达式', patternHint: '匹配整个回答的正则表达式。',
    invalid: '回答无效时说', invalidHint: '留空则使用默认的话。', maxAsks: '最多询问次数', fresh: '已知时也再问一次', case: (number: number) => `分支 ${number}`, addCase: '添加分支', removeCase: (number: number) => `移除分支 ${number}`, match: '成立条件', all: '全部成立', any: '任一成立',
    addCheck: '添加条件', removeCheck: '移除条件', check: '比较方式', compared: '值', yes: '是', no: '否',
    connection: '连接', noConnection: '无，填写完整地址', method: '方法', url: '地址', urlHint: '服务器须在插件设置中允许，槽位会自动编码。', behindHint: '接在连接地址之后，槽位会自动编码。', args: '查询参数', headers: '请求头', body: 'JSON', bodyHint: '槽位写在引号内，数字仍是数字。', save: '从结果中保存', name: '名称', path: '路径', addArg: '添加', removeRow: '移除', timeout: '等待秒数', timeoutHint: '一轮对话中所有调用合计不超过 15 秒。', flow: '流程', noFlows: '请先发布另一个流程。',
    summary: '给客服的备注', summaryHint: '留空则说明转接原因。', slots: '备注中的槽位', allSlots: '已知的全部', department: '转给哪个部门', usualDepartment: '按机器人资料中的设置', solved: '访客的问题已解决', solvedHint: '会话随之完成；作为子流程时除外。',
    makeStart: '从这里开始', isStart: '流程从这里开始', remove: '删除', duplicate: '复制一份', several: (count: number) => `已选 ${count} 个步骤`, optional: '更多',
  },
  call: {
    title: '试一下', run: '立即调用', body: '返回内容', nothing: '结果中没有', took: (ms: number) => `${ms} 毫秒`, noAddress: '路径中的每个槽位都要有值。', malformed: '请先解决流程中的问题。',
    reasons: { 'server not allowed': '未允许访问此服务器', 'no such connection': '没有这个连接', private: '地址指向内网', timeout: '超时未返回', ENOTFOUND: '找不到此服务器', ECONNREFUSED: '服务器没有响应', header: '请求头无法发送', url: '地址无法识别' },
  },
  settings: {
    title: '设置', begins: '如何开始', phrases: '访客这样说时', phrasesHint: '输入一句话后按回车，相近的说法也算。', whenBegun: '会话开始时', whenBegunHint: '代替欢迎语。',
    during: '对话过程中', faq: '中途回答其他问题', faqHint: '用知识库回答，然后再次提问。接受任意文本的提问会把访客说的话都当作回答。', human: '访客要求时随时转人工', humanHint: '关闭后，每个步骤都要有通往人工的路。',
    words: '自定义用语', wordsHint: '留空则使用默认的话。', texts: { askAgain: '没有听懂时', goOn: '插话之后', cancelled: '取消时', nudge: '久未回应时', handoff: '转人工时' },
  },
  findings: {
    title: '问题', none: '可以发布。', flow: '流程',
    'start.unknown': '没有开始的步骤。', 'target.unknown': '指向了不存在的步骤。', 'flow.unknown': '请选择已发布的流程。', 'flow.contains-itself': '流程包含了它自己。', 'intent.unknown-target': '有意图指向不存在的步骤。',
    'node.unreachable': '没有步骤通向这里。', 'node.no-exit': '从这里永远不会结束。', 'node.no-human': '从这里没有通往人工的路。', 'node.loop': '会不停循环，中间没有提问。', 'node.no-text': '请填写要说的话。',
    'slot.unknown': (name: string) => `没有步骤询问“${name}”。`, 'slot.missing': '请选择槽位。', 'type.unknown': (name: string) => `没有词典“${name}”。`, 'api.not-allowed': '插件设置中未允许此服务器，会走“失败”分支。', 'api.no-connection': '没有这个连接，会走“失败”分支。', 'api.no-address': '请填写地址，服务器名中不能有槽位。', 'api.no-json': '不是有效的 JSON，槽位须写在引号内。', 'flow.no-choices': '请至少添加一个选项。',
    'start.none': '没有触发方式：请添加一句话，或设为会话开始时。', 'flow.malformed': '这里有误。', 'flow.duplicate-node': '有两个步骤同名。', 'flow.too-large': '流程太大。',
    fields: {
      slot: '请填写槽位名称，只能包含文字、数字、_ 和 -。', choices: '请填写每个选项的按钮文字和保存的值。', cases: '请在每个条件中选择槽位，并填写要比较的值。', validate: '请检查有效范围，其中的限制或表达式无法使用。',
      connection: '请选择其他连接。', args: '请为每个参数填写名称。', url: '请换一个地址，这个地址无法调用。', headers: '请为每个请求头填写名称，只能包含字母、数字和 -。', body: '请缩短 JSON。', save: '请为每个值填写槽位和路径。',
      flow: '请选择已发布的流程。', slots: '请去掉名称有误的槽位。', text: '请缩短内容。', nodes: '还没有步骤，请添加一个。', texts: '请缩短自定义用语。', start: '请选择开始的步骤。',
    },
  },
  test: {
    title: '测试', from: '从这里开始', start: '流程开头', known: '已知信息', addSlot: '添加槽位', value: '值', removeSlot: (name: string) => `去掉 ${name}`, say: '说点什么', send: '发送', again: '重新开始', close: '关闭测试',
    keep: '存为测试', keepHint: '以后发布前，对话必须与这次一致，其他系统的返回也会一并保存。', name: '测试名称', kept: (name: string) => `“${name}”已存为测试`, tests: '已保存的测试', drop: (name: string) => `删除 ${name}`, dropped: '测试已删除', dialogue: '对话',
    handed: '转给人工客服', ended: '对话结束', solved: '已解决，会话完成', failed: '无法继续，转给人工客服', malformed: '有些步骤还没填好，请先解决问题。', slots: '目前已知', way: '经过的路径', earlier: (count: number) => `更早的 ${count} 轮未显示`, tooMany: '测试数量已达上限。', tooLong: '这段对话太长，无法保存为测试。', lines: (count: number) => `${count} 句`,
  },
  versions: {
    title: '版本', none: '还没有发布过', draft: '草稿', version: (version: number) => `版本 ${version}`, live: '线上', compare: '与草稿比较', makeLive: '设为线上版本', madeLive: (version: number) => `版本 ${version} 已上线`, restore: '放入草稿', restored: (version: number) => `草稿已恢复为版本 ${version}`, off: '下线', wentOff: '不再有新对话进入此流程',
    stay: '已经开始的对话会留在原来的版本。', comparing: (version: number) => `草稿与版本 ${version} 比较`, same: '没有差别', stop: '完成', added: (count: number) => `新增 ${count}`, changed: (count: number) => `改动 ${count}`, removed: (count: number) => `删除 ${count}`, settings: '设置有改动',
  },
  publish: {
    title: '发布这个流程？', lead: '新对话会立即使用它，已经开始的对话留在原来的版本。', first: '发布后访客就能用到它。', isOff: '在列表中启用之前，不会有新对话从它开始；引用它的流程仍会进入。', done: (version: number) => `版本 ${version} 已上线`, blocked: '暂时不能发布', go: '发布', stands: '请先解决', warnings: '建议看看', tests: '结果不同的测试', was: '原来', is: '现在', turn: (turn: number) => turn === 0 ? '开头' : `第 ${turn} 轮`, accept: '接受新的结果', show: '查看',
  },
  phone: { readOnly: '请在更大的屏幕上编辑流程，这里可以查看和测试。' },
  gone: '这个流程已经不存在。', somethingWrong: '操作没有成功',
} satisfies DesignerTexts;
