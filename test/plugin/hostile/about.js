const title = { en: 'Means no good', 'zh-CN': '不怀好意' };

/** What every one of them says of itself. */
export const about = {
  version: '1.0.0', title, description: title,
  permissions: ['messages.filter', 'events.read', 'data.keep', 'work.background'],
};
export { title };
