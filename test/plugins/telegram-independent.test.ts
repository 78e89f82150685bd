import { createRequire } from 'node:module';
import { expect, it, onTestFinished } from 'vitest';
import { alone } from '../channels/alone.ts';
import { account, telegram, TOKEN } from '../channels/telegram.ts';
import { freePort } from '../support/ports.ts';

/** Of somebody else's Telegram: what is used here. It polls without waiting and knows hardly any rules. */
interface TelegramServer {
  start(): Promise<void>;
  stop(): Promise<void>;
  getClient(token: string): Client;
  readonly storage: { readonly botMessages: readonly { readonly message: { readonly text: string; readonly reply_markup?: { readonly inline_keyboard: readonly (readonly { readonly callback_data: string }[])[] } } }[] };
}
interface Client {
  makeMessage(text: string): object;
  makeCallbackQuery(data: string): object;
  sendMessage(message: object): Promise<unknown>;
  sendCallback(query: object): Promise<unknown>;
}

const Server = createRequire(import.meta.url)('telegram-test-api') as new (config: { readonly host: string; readonly port: number }) => TelegramServer;

it('speaks with a Telegram that somebody else has written', async () => {
  const port = await freePort();
  const server = new Server({ host: '127.0.0.1', port });
  await server.start();
  const { tested } = await alone({
    ...telegram,
    provider: async () => ({ port, got: [], typed: [], mood: async () => {}, say: async () => NOTHING, typing: async () => NOTHING, deed: async () => NOTHING, end: async () => {} }),
    config: (provider, department) => ({ accounts: [account(provider, department, { mode: 'polling' })] }),
  }, onTestFinished);
  const client = server.getClient(TOKEN);
  await client.sendMessage(client.makeMessage('is anybody there?'));
  const round = tested.round('poll').catch(() => {});
  await expect.poll(() => tested.received.map(({ body }) => body.text), { timeout: 10_000 }).toEqual(['is anybody there?']);
  tested.say('Shall we?', { to: tested.received[0]!.externalId, kind: 'quick-replies', body: { text: 'Shall we?', choices: ['Yes'] } });
  await tested.work();
  expect(server.storage.botMessages.map(({ message }) => message)).toEqual([expect.objectContaining({ text: 'Shall we?', reply_markup: { inline_keyboard: [[{ text: 'Yes', callback_data: 'Yes' }]] } })]);
  await client.sendCallback(client.makeCallbackQuery('Yes'));
  await expect.poll(() => tested.received.map(({ body }) => body.text), { timeout: 10_000 }).toEqual(['is anybody there?', 'Yes']);
  await Promise.all([tested.stop(), server.stop()]);
  await round;
});

const NOTHING = { status: 0, body: '' };
