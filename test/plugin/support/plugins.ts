import { definePlugin, setting, z } from '#plugin/define.ts';
import type { Plugin, PluginDefinition } from '#plugin/define.ts';
import type { Permission } from '#plugin/permissions.ts';

const title = { en: 'A plugin', 'zh-CN': '插件' };
export const about = { title, description: title } as const;

export const settings = z.object({
  mark: setting(z.string().min(1).max(10).default('!'), { title }),
  key: setting(z.string().default(''), { title, secret: true }),
});

type Definition = PluginDefinition<typeof settings, Permission>;

/** Marks every message, and says what happens to it. */
export function marker(said: string[] = [], more: Partial<Definition> = {}): Plugin {
  return definePlugin<typeof settings, Permission>({
    ...about, id: 'marker', version: '1.0.0', permissions: ['messages.filter', 'events.read', 'data.keep'], config: settings,
    filters: { 'message.posting': { run: ({ config }, message) => ({ ...message, body: { text: `${message.body.text}${config.mark}` } }) } },
    on: { 'message.posted': (_ctx, event, conversation) => void said.push(`${conversation} ${event.body.text}`) },
    install: () => void said.push('install'),
    configure: ({ config }) => void said.push(`configure ${config.mark}`),
    activate: ({ config }) => void said.push(`activate ${config.mark}`),
    deactivate: ({ config }) => void said.push(`deactivate ${config.mark}`),
    uninstall: () => void said.push('uninstall'),
    ...more,
  });
}

export const EVERYTHING = ['messages.filter', 'events.read', 'data.keep'];
