import { testPlugin, type TestedPlugin, type TestOptions } from '#plugin/testing.ts';
import plugin from '../../plugins/bot/index.ts';
import { BotClient, readAnswer, type Answered } from './compat-client.ts';

const TOKEN = 'a-token-of-24-characters-or-more';

export interface BotServer {
  readonly tested: TestedPlugin;
  readonly account: (method: string, path: string, body?: unknown, token?: string) => Promise<Answered>;
  /** A bot made by the account, and a client that has its secret. */
  readonly bot: (about?: Readonly<Record<string, unknown>>) => Promise<BotClient>;
}

/** The plugin alone, as clients of its API see it. */
export async function botServer(options: TestOptions = {}): Promise<BotServer> {
  const tested = await testPlugin(plugin, { ...options, config: { accountToken: TOKEN, ...options.config } });
  const account: BotServer['account'] = async (method, path, body, token = TOKEN) => {
    const url = new URL(`/api/v1${path}`, 'http://localhost');
    return readAnswer(await tested.request({ method, path: url.pathname, query: Object.fromEntries(url.searchParams), headers: { authorization: `Bearer ${token}` }, rawBody: body === undefined ? '' : JSON.stringify(body) }));
  };
  const bot: BotServer['bot'] = async (about = {}) => {
    const { data } = await account('POST', '/chatbot', { name: 'Xiao', primaryLanguage: 'zh_CN', ...about });
    return new BotClient(tested, data.clientId, data.secret);
  };
  return { tested, account, bot };
}
