import { setting, z, type Ctx } from 'parlor/plugin';

export const config = z.object({
  agentsOwn: setting(z.boolean().default(true), {
    title: { en: 'Agents keep replies of their own', 'zh-CN': '允许客服保存自己的快捷回复' },
    hint: { en: 'Nobody else sees them. What is shared supervisors and administrators write.', 'zh-CN': '仅本人可见。共享的快捷回复由主管和管理员维护。' },
  }),
});

export type Own = Ctx<z.output<typeof config>, 'console.extend' | 'data.keep'>;
