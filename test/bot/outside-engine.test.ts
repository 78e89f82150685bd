import { describe, expect, it } from 'vitest';
import type { OutboundAnswer, OutboundRequest } from '#plugin/define.ts';
import { authorization } from '../../plugins/bot/outside/engine.ts';
import { BotClient } from './compat-client.ts';
import { botServer } from './compat-server.ts';

const DEAD = { status: 502, body: '<html>Bad gateway</html>' };
type Server = (request: OutboundRequest) => Partial<OutboundAnswer> | Promise<Partial<OutboundAnswer>>;

/** A bot with a question of its own, and another one that it asks, at `elsewhere`. */
async function asking(elsewhere: Server, profile: { readonly instead?: boolean; readonly assists?: boolean; readonly engine?: string } = {}) {
  const { bot, tested } = await botServer({ answer: elsewhere, config: { engines: [{ id: 'shop', url: 'https://bots.example/under/', clientId: 'remote', secret: 'their-secret' }] } });
  const { id } = await bot();
  const look = { viewer: { kind: 'agent', id: '1', name: 'Lin', role: 'admin' } } as const;
  const act = async (action: string, given: object) => (await tested.act('bots', action, { json: JSON.stringify({ bot: id, ...given }) }, look)).data as Record<string, unknown>;
  const [known] = (await tested.act('bots', 'look', {}, look)).data as [object];
  await act('save', { profile: { ...known, department: 'd1', outside: { model: false, strict: true, engine: 'shop', instead: false, assists: true, ...profile } } });
  await act('put', { entry: { post: '几点开门', similar: [], replies: ['九点'], enabled: true, categories: [] } });
  const say = async (text: string, role: 'assists' | 'serves' = 'serves') => {
    const answer = await tested.turn({ kind: 'said', text }, { bot: id, role, visitor: { id: 'v_anna', name: 'Anna' } });
    return { says: answer?.says ?? [], next: answer?.next ?? 'stay' };
  };
  return { act, say, tested };
}

const answering = (data: unknown, more: object = {}): Server => () => ({ status: 200, body: JSON.stringify({ rc: 0, data, ...more }) });

describe('a bot that runs elsewhere', () => {
  it('is asked what the bot does not know, signed as its API wants', async () => {
    const { say, tested } = await asking(answering({ string: '七天之内', logic_is_fallback: false, service: { provider: 'faq' }, faq: [] }));
    expect((await say('几点开门')).says).toEqual([{ kind: 'text', text: '九点' }]);
    expect(tested.requests).toEqual([]);
    expect((await say('怎么退货')).says).toEqual([{ kind: 'text', text: '七天之内' }, { kind: 'note', text: expect.stringContaining('shop') }]);
    const [request] = tested.requests;
    expect(request).toMatchObject({ method: 'POST', url: 'https://bots.example/under/api/v1/chatbot/remote/conversation/query' });
    expect(JSON.parse(request?.body ?? '')).toEqual({ fromUserId: 'v_anna', textMessage: '怎么退货', faqBestReplyThreshold: 0.8, faqSuggReplyThreshold: 0.6, isDebug: false });
  });

  it('answers instead of the bot’s own questions where the profile says so', async () => {
    const { say } = await asking(answering({ string: '我们全天营业', service: { provider: 'conversation' } }), { instead: true });
    expect((await say('几点开门')).says[0]).toEqual({ kind: 'text', text: '我们全天营业' });
    expect((await say('人工')).next).toBe('hand-over');
  });

  it('is left aside, and the bot answers itself, once the settings do not name it', async () => {
    const { say, tested } = await asking(answering({ string: '我们全天营业' }), { instead: true, engine: 'gone' });
    expect((await say('几点开门')).says).toEqual([{ kind: 'text', text: '九点' }]);
    expect(tested.requests).toEqual([]);
  });

  it('offers what can be tapped, and what it knows that is somewhat like it', async () => {
    const buttons = await asking(answering({ string: '您想做什么？', service: { provider: 'conversation' }, params: [{ type: 'button', label: '退货' }, { type: 'button', text: '换货' }, { label: 'x'.repeat(200) }, 7] }));
    expect((await buttons.say('你好呀')).says[0]).toEqual({ kind: 'quick-replies', text: '您想做什么？', choices: ['退货', '换货'] });
    const near = await asking(answering({ string: '不懂', logic_is_fallback: true, service: { provider: 'fallback' }, faq: [{ id: '1', score: 0.7, post: '如何退货' }] }));
    expect((await near.say('退')).says).toMatchObject([{ kind: 'quick-replies', choices: ['如何退货'] }]);
  });

  it('suggests to agents from its questions, and no dialogue of the visitor’s moves on', async () => {
    const { say, tested } = await asking(answering([{ id: '1', score: 0.9, post: '如何退货', replies: [{ rtype: 'html', content: '<p>七天<b>之内</b></p>', enabled: true }, { rtype: 'plain', content: '不说', enabled: false }] }]));
    expect((await say('怎么退货', 'assists')).says).toEqual([{ kind: 'suggestion', text: '七天之内' }, { kind: 'note', text: expect.any(String) }]);
    expect(tested.requests[0]?.url).toMatch(/\/faq\/query$/);
    const silent = await asking(answering([]), { assists: false });
    expect((await silent.say('怎么退货', 'assists')).says).toEqual([]);
    expect(silent.tested.requests).toEqual([]);
  });

  it.each([
    ['its secret is another', answering(undefined, { rc: 5, error: 'The signature is not good' }), 'key'],
    ['it does not take the call', answering(undefined, { rc: 3, error: 'There is no such bot' }), 'rejected'],
    ['it is down', () => DEAD, 'down'],
    ['it speaks another language', () => ({ status: 200, body: '"hello"' }), 'unreadable'],
    ['its answer has no words', answering({ service: 7 }), 'unreadable'],
    ['it redirects', () => ({ status: 302, headers: { location: 'https://evil.example' } }), 'unreadable'],
    ['it does not know either', answering({ string: '不懂', logic_is_fallback: true, service: { provider: 'fallback' } }), 'nothing'],
    ['it is muted', answering({ string: '', service: { provider: 'mute' } }), 'nothing'],
  ] as const)('leaves the question to the fallback where %s', async (_what, server, not) => {
    const { act, tested } = await asking(server);
    expect(await act('try', { text: '怎么退货', memory: null })).toMatchObject({ trace: { by: 'fallback', outside: [{ via: 'engine', not }] } });
    expect(JSON.stringify(tested.logs)).not.toContain('their-secret');
  });

  it('is understood by this house’s own server, whatever stands in the path before it', async () => {
    const house = await botServer();
    const client = await house.bot();
    await client.command('POST', '/faq/database', { docId: 'q', post: '如何退货', replies: [{ rtype: 'plain', content: '七天之内' }] });
    const { data: { secret } } = await house.account('GET', `/secret/${client.id}`);
    const ask = async (key: string) => {
      const path = `/api/v1/chatbot/${client.id}/conversation/query`;
      const answer = await house.tested.request({ method: 'POST', path, headers: { authorization: authorization(client.id, key, 'POST', path, Date.now()) }, rawBody: JSON.stringify({ fromUserId: 'u', textMessage: '如何退货' }) });
      return JSON.parse(answer.body ?? '') as { readonly rc: number; readonly data?: { readonly string: string } };
    };
    expect(await ask(secret)).toMatchObject({ rc: 0, data: { string: '七天之内' } });
    expect(await ask(`${secret}x`)).toMatchObject({ rc: 5 });
    expect(new BotClient(house.tested, client.id, secret).id).toBe(client.id);
  });
});
