import type { Page } from 'playwright-core';
import { beforeAll } from 'vitest';
import { Colleague, type Language } from '../../browser/support/people.ts';
import { useSite } from '../../browser/support/site.ts';
import type { Bot } from '../../server/support/bot.ts';
import { ADMIN_PASSWORD } from '../../server/support/node.ts';
import type { Shared } from '../../server/support/shared.ts';
import { useBrowser } from '../../widget/support/browser.ts';

/** A server with a bot, and a way to the bot's tabs of the console. */
export function botPage(make: (server: Shared) => Promise<Bot>, env: Readonly<Record<string, string>> = {}) {
  const server = useSite(env);
  const newPage = useBrowser();
  let bot: Bot;
  beforeAll(async () => {
    bot = await make(server);
  });
  return {
    server, newPage,
    get bot() {
      return bot;
    },
    /** An administrator looks at a tab of it. */
    open: async (tab: string, language: Language = 'en', options: object = {}): Promise<Page> => {
      const { page } = await Colleague.signIn(newPage, server.node, 'admin', ADMIN_PASSWORD, language, { ...options, at: `/plugins/bot/bots?bot=${bot.id}&tab=${tab}` });
      return page;
    },
  };
}
