import type { LocalText } from '#wire/api.ts';

/** THE catalogue of what a plugin may be allowed. An administrator reads these sentences before it is installed. */
export const permissions = {
  'messages.filter': { en: 'Change or refuse messages before they are posted', 'zh-CN': '在消息发出前修改或拒绝消息' },
  'events.read': { en: 'Read what happens in every chat', 'zh-CN': '读取所有会话中发生的事件' },
  'data.keep': { en: 'Keep data of its own', 'zh-CN': '保存自己的数据' },
  'work.background': { en: 'Work in the background, also on a schedule', 'zh-CN': '在后台运行任务，包括定时任务' },
  'console.extend': { en: 'Add pages, panels and buttons to the console, and read who is in the chat being viewed', 'zh-CN': '在工作台中添加页面、面板和按钮，并读取当前会话的访客资料' },
  'widget.extend': { en: 'Show visitors something of its own in the chat widget, and read who they are', 'zh-CN': '在聊天窗口中向访客展示内容，并读取访客资料' },
  'http.serve': { en: 'Answer requests from other servers', 'zh-CN': '响应其他服务器的请求' },
  'channels.run': { en: 'Bring people in from another channel, and send them what is said in their chats', 'zh-CN': '从其他渠道接入访客，并向其发送会话中的消息' },
  'bots.run': { en: 'Answer visitors and advise agents by bots, which read what visitors write', 'zh-CN': '用机器人接待访客并协助客服；机器人可读取访客所写内容' },
  'chats.command': { en: 'Write in every chat, end chats and hand them on, as a supervisor or in the name of an agent', 'zh-CN': '以主管身份或代表客服在任意会话中发言、结束会话和转接会话' },
  'contacts.read': { en: 'Read who has written in: names, addresses, numbers and channels', 'zh-CN': '读取所有联系人的姓名、联系方式和渠道' },
  'contacts.write': { en: 'Write to people first, on any channel, and note who has opted out', 'zh-CN': '通过任意渠道主动向联系人发送消息，并登记退订' },
  'http.request': { en: 'Call other servers', 'zh-CN': '访问其他服务器' },
} as const satisfies Record<string, LocalText>;

export type Permission = keyof typeof permissions;

/** Any public server. */
const ANY_HOST = '*';
const HOST = 'host:';

/** All that an administrator approves: permissions by name, and each server that the plugin may call. */
export const grantsOf = ({ permissions: names, hosts = [] }: { readonly permissions: readonly Permission[]; readonly hosts?: readonly string[] }): readonly string[] =>
  [...names, ...hosts.map((host) => `${HOST}${host}`)];

/** What a grant means, for who approves it. */
export function describeGrant(grant: string): LocalText {
  if (!grant.startsWith(HOST)) return permissions[grant as Permission];
  const host = grant.slice(HOST.length);
  return host === ANY_HOST ? { en: 'Any public server', 'zh-CN': '任何公共服务器' } : { en: `The server ${host}`, 'zh-CN': `服务器 ${host}` };
}

export const hostsIn = (granted: ReadonlySet<string>): readonly string[] => [...granted].flatMap((grant) => (grant.startsWith(HOST) ? [grant.slice(HOST.length)] : []));
