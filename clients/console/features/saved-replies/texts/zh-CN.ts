import { pluralsOf } from '#ui/catalogue.ts';
import type { ReplyTexts } from './en.ts';

const plural = pluralsOf('zh-CN');

export const zhCN = {
  title: '快捷回复', lead: '保存常用的话术，回复时键入 / 即可查找。', add: '新建快捷回复', edit: '编辑快捷回复', view: '快捷回复', more: '显示更多', undo: '撤销',
  search: '搜索快捷回复', filter: '使用范围', whole: '全部', noneSuch: '没有匹配的快捷回复。',
  empty: '写一次，天天用', emptyLead: '问候语、营业时间、退款流程……把常说的话保存下来，回复时键入 / 就能插入，并自动填好访客姓名。', emptyRead: '团队共用的快捷回复由主管维护，添加后会显示在这里。',
  everybody: '所有人', onlyMe: '仅自己', uses: (count) => plural(count, { other: '使用过 # 次' }), unused: '尚未使用', by: (name) => `由 ${name} 编辑`,
  name: '标题', namePlaceholder: '例如：退款政策', shortcut: '快捷码', shortcutPlaceholder: 'tuikuan', text: '内容', whose: '使用范围', department: (name) => `${name} 的会话`,
  insert: '插入', fills: { name: '访客姓名', agent: '客服姓名', department: '部门' }, otherwise: '朋友', fillsHint: '插入到会话时自动填写。例如 {{name|朋友}}，姓名未知时显示“朋友”。', strangers: (placeholders) => `${placeholders} 会原样写入。`, slips: (placeholders) => `无法识别 ${placeholders}，可用的有 {{name}}、{{agent}} 和 {{department}}。`,
  shortcutTaken: (title) => `已被“${title}”使用。`, shortcutBeside: (title, whose) => `“${title}”（${whose}）也使用此快捷码，查找时会一起列出。`,
  conflict: (name) => `${name} 在你编辑期间保存了以下修改：`, theirs: '改用对方的内容', mine: '用我的覆盖',
  save: '保存', saved: '快捷回复已保存', remove: '删除', removed: '快捷回复已删除', readOnly: '共享的快捷回复由主管和管理员维护。',
  flaws: { title: '请填写标题。', shortcut: '只能使用文字、数字、- 和 _，最多 32 个字符。', text: '请填写内容。' },
  refusals: { input: '有内容无法接受，请检查填写。', placeholder: '包含无法识别的占位符。', shortcut: '已有快捷回复使用此快捷码。', conflict: '已被他人修改，请刷新查看。', gone: '它已不存在，请刷新查看。', full: '最多保存 500 条，请先删除不用的快捷回复。', forbidden: '你无权修改它。', busy: '有人正在保存，请稍后重试。' },
  bring: '导入 CSV…', take: '导出 CSV', bringTitle: '导入快捷回复', choose: '选择文件', columns: '表格需要“标题”和“内容”两列，可以另加“快捷码”和“使用范围”（所有人、仅自己或部门名称）两列。同一使用范围内快捷码相同（或标题相同）的快捷回复会被覆盖，其他使用范围的同名快捷回复不受影响。', noColumns: '表格中没有“标题”列或“内容”列。', tooLarge: '文件过大，最多 5 MB。',
  others: '未注明范围的行归谁使用', lines: '各行的导入结果', line: (line) => `第 ${line} 行`, becomes: { added: '新增', changed: '覆盖该范围内的原有内容', same: '没有变化' }, staysOut: (why) => `未导入：${why}`, moreLines: (count) => plural(count, { other: '另有 # 行' }),
  counts: ({ added, changed, same, staying }) => [added === 0 ? '' : `新增 ${added} 条`, changed === 0 ? '' : `覆盖 ${changed} 条`, same === 0 ? '' : `${same} 条没有变化`, staying === 0 ? '' : `${staying} 条未导入`].filter((part) => part !== '').join(' · '),
  whys: {
    title: () => '缺少标题，或标题超过 120 个字符。', shortcut: () => '快捷码只能使用文字、数字、- 和 _，最多 32 个字符。', text: () => '缺少内容，或内容超过 4,000 个字符。', slip: (placeholders) => `无法识别 ${placeholders}。`, long: () => '内容过长。', again: (line) => `与第 ${line} 行使用范围相同，且标题或快捷码重复。`,
    unknown: (name) => `没有名为“${name}”的部门或范围。`, several: (name) => `“${name}”对应多个范围，无法确定。`, forbidden: (name) => `你无权修改“${name}”的快捷回复。`, unclear: () => '快捷码和标题分属两条快捷回复。', full: () => '最多保存 500 条，已满。',
  },
  go: (count) => plural(count, { other: '导入 # 条' }), brought: '表格已导入',
  heads: { title: '标题', shortcut: '快捷码', text: '内容', whose: '使用范围', uses: '使用次数' },
} satisfies ReplyTexts;
