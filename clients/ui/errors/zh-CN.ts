import type { errorTexts as en } from './en.ts';

export const tooLarge = (most: string): string => `文件太大，不能超过 ${most}。`;

export const errorTexts = {
  'request.malformed': '内容无法识别，请刷新页面后重试。',
  'request.too-large': '内容太大，发不出去。',
  'request.timeout': '网络太慢，没有送达，请重试。',
  'request.forbidden-origin': '这个网站还不能使用会话窗口，请先在设置里把它加入允许的来源。',
  'internal': '服务出了点问题，请稍后再试。',

  'auth.required': '请先登录。',
  'ticket.invalid': '连接未被接受，请刷新页面。',
  'ticket.expired': '连接超时，正在重新连接。',
  'message.id-reused': '此前已有另一条消息使用了该编号。',
  'channel.unknown': '会话窗口还没有配置好，请检查嵌入代码里的 token。',

  'frame.malformed': '连接异常中断，请刷新页面。',
  'frame.unknown': '页面版本过旧，请刷新。',
  'rate.limited': '发得太快了，请稍等片刻再试。',
  'busy': '现在有点忙，请稍后再试。',
  'unavailable': '暂时连不上服务，连接会自动恢复，请稍后再试。',

  'command.malformed': '内容无法识别，请刷新页面后重试。',
  'command.unknown': '页面版本过旧，请刷新。',
  'command.forbidden': '在这个会话里不能这样做。',
  'command.superseded': '另一个窗口已经处理过了。',
  'stream.gap': '前面的内容还在发送。',
  'stream.foreign': '另一个窗口正在发送，请刷新本页。',

  'conversation.unknown': '这个会话已经不存在了。',
  'conversation.exists': '会话已经开始了。',
  'conversation.ended': '会话已结束，重新打开后才能继续。',
  'conversation.open': '会话还没有结束。',
  'conversation.reopen-expired': '时间太久，无法重新打开，请发起新的会话。',
  'message.empty': '先写点什么吧。',
  'message.too-long': '消息太长，请分几条发送。',
  'message.refused': '这条消息没有被接受。',
  'file.unknown': '文件已不存在，请重新添加。',
  'file.too-large': '文件太大。',
  'file.empty': '文件是空的。',
  'file.broken-off': '文件没有传完，请重试。',
  'input.invalid': '有些内容填得不对，请检查后重试。',

  'slot.unknown': '显示此内容的插件已停用。',
  'slot.failed': '插件没有正常响应，请稍后重试。',

  'actor.moved': '会话换了位置，正在重新连接。',
  'actor.unreachable': '部分服务没有响应，请稍后再试。',
} satisfies typeof en;
