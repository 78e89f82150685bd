import { describe, expect, it, onTestFinished } from 'vitest';
import { RefusalError, type ErrorCode } from '#domain/errors.ts';
import type { OutboundAnswer, OutboundRequest } from '#plugin/define.ts';
import { testPlugin, type TestedPlugin } from '#plugin/testing.ts';
import { StoreError } from '#store/store-error.ts';
import plugin from '../../plugins/telegram/index.ts';
import { webhookSecretOf } from '../../plugins/telegram/config.ts';
import { TOKEN } from '../channels/telegram.ts';

const from = { id: 7, is_bot: false, first_name: 'Anna' };
const chat = { id: 7, type: 'private' };
const SAID = { message: { message_id: 1, date: 1, chat, from, text: 'hello' } };
const PICTURE = { message: { message_id: 2, date: 1, chat, from, photo: [{ file_id: 'cat', file_size: 3 }] } };
const BLOCKED = { my_chat_member: { date: 1, chat, from, new_chat_member: { status: 'kicked' } } };

const answer = ({ as, url }: OutboundRequest): Partial<OutboundAnswer> => (as === 'bytes'
  ? { status: 200, bytes: Buffer.from('cat') }
  : { status: 200, body: JSON.stringify({ ok: true, result: url.endsWith('/getFile') ? { file_path: 'photos/cat.jpg' } : true }) });

/** Whoever rejects is told what came. */
async function opened(reject: (what: 'receive' | 'note' | 'keep') => Error | undefined): Promise<TestedPlugin> {
  const tested = await testPlugin(plugin, { config: { accounts: [{ id: 'shop', name: 'The shop', department: 'd1', token: TOKEN }] }, answer, reject });
  onTestFinished(() => tested.stop());
  return tested;
}

const bring = async (tested: TestedPlugin, update: object): Promise<number> =>
  (await tested.request({ path: '/shop/updates', headers: { 'x-telegram-bot-api-secret-token': webhookSecretOf({ token: TOKEN }) }, rawBody: JSON.stringify({ update_id: 1, ...update }) })).status;

describe('an update that the house does not take', () => {
  const LATER: readonly Error[] = [
    new StoreError('store.unavailable', 'away'), new StoreError('store.disk', 'full'), new Error('something else'),
    ...(['unavailable', 'busy', 'actor.moved', 'actor.unreachable', 'channel.unknown'] satisfies ErrorCode[]).map((code) => new RefusalError(code)),
  ];

  it.each(LATER.flatMap((error) => [[error.message, 'message', error, SAID], [error.message, 'note', error, BLOCKED], [error.message, 'file', error, PICTURE]] as const))(
    'is to come again, and is taken then: %s, a %s', async (_what, _kind, error, update) => {
      let failures = 4;
      const tested = await opened((what) => (what !== 'receive' || update === SAID) && failures-- > 0 ? error : undefined);
      const statuses: number[] = [];
      for (let i = 0; i < 5; i++) statuses.push(await bring(tested, update));
      expect(statuses).toEqual([503, 503, 503, 503, 200]);
      expect(update === BLOCKED ? tested.noted.length : tested.received[0]?.kind).toBe(update === BLOCKED ? 1 : update === SAID ? 'text' : 'image');
    });

  it.each(['message.too-long', 'message.refused', 'message.id-reused', 'input.invalid', 'command.malformed'] satisfies ErrorCode[])('is passed over where it never will be: %s', async (code) => {
    const tested = await opened(() => new RefusalError(code));
    expect(await bring(tested, SAID)).toBe(200);
    expect(tested.logs).toContainEqual({ message: 'an update was not accepted', fields: { account: 'shop', id: '7:1', code } });
  });

  it('is said without a file that the house never keeps', async () => {
    const tested = await opened((what) => (what === 'keep' ? new RefusalError('file.too-large') : undefined));
    expect([await bring(tested, PICTURE), tested.received[0]?.kind]).toEqual([200, 'text']);
  });
});
