import { describe, expect, it } from 'vitest';
import { brokerAt } from '../../plugins/bus/broker.ts';
import { readCommand } from '../../plugins/bus/command.ts';
import bus from '../../plugins/bus/index.ts';
import { testPlugin } from '#plugin/testing.ts';

const QUIET = { brokers: ['stomp://broker.example'], commands: false };

describe('events', () => {
  it('wait in the lane of their chat, under an id that stays the same', async () => {
    const tested = await testPlugin(bus, { config: QUIET });
    for (let i = 0; i < 2; i++) await tested.happens({ type: 'message.posted', seq: 7, publicSeq: 5, kind: 'text', body: { text: 'hi' } });
    expect(tested.waiting).toEqual([{ worker: 'publish', key: 'c1-7', payload: { conversation: 'c1', seq: 7, type: 'message.posted', body: expect.any(String) } }]);
    await tested.stop();
  });

  it('are those that somebody asked for, and nothing that only agents see', async () => {
    const tested = await testPlugin(bus, { config: { ...QUIET, events: ['conversation.closed'] } });
    await tested.happens({ type: 'message.posted', seq: 1, publicSeq: 1 });
    await tested.happens({ type: 'conversation.closed', seq: 2, publicSeq: 2, reason: 'agent' });
    await tested.happens({ type: 'conversation.closed', seq: 3, publicSeq: null, reason: 'agent' });
    expect(tested.waiting.map(({ key }) => key)).toEqual(['c1-2']);
    await tested.stop();
  });
});

describe('a broker’s address', () => {
  it.each([
    ['stomp://broker.example', { host: 'broker.example', port: 61_613, tls: false }],
    ['stomp+ssl://Broker.Example:61999', { host: 'broker.example', port: 61_999, tls: true }],
    ['stomp://[::1]:1', { host: '[::1]', port: 1, tls: false }],
  ])('%s', (address, broker) => expect(brokerAt(address)).toEqual(broker));

  it.each(['http://broker.example', 'stomp://user:secret@broker.example', 'stomp://broker.example/queue', 'stomp://', 'broker.example', 'stomp://broker.example?x=1'])('is not %s', (address) => {
    expect(brokerAt(address)).toBeNull();
  });
});

describe('a command', () => {
  const send = { 'command-id': '1', type: 'message.send', conversation: 'c1', text: 'hi' };

  it('is read with what it leaves out', () => {
    expect(readCommand(JSON.stringify(send))).toEqual({ ...send, audience: 'public' });
    expect(readCommand(JSON.stringify({ 'command-id': '2', type: 'conversation.end', conversation: 'c1', who: { agent: '7' } }))).toMatchObject({ solved: true, who: { agent: '7' } });
    expect(readCommand(JSON.stringify({ 'command-id': '3', type: 'conversation.transfer', conversation: 'c1', to: { department: 'd1' } }))).toMatchObject({ to: { department: 'd1' } });
  });

  it.each([
    ['no JSON', 'hello', { code: 'command.malformed' }],
    ['no object', '[]', { code: 'command.malformed' }],
    ['of a type that nobody knows', JSON.stringify({ ...send, type: 'conversation.delete' }), { code: 'command.unknown', field: 'type' }],
    ['without an id', JSON.stringify({ ...send, 'command-id': undefined }), { code: 'command.malformed', field: 'command-id' }],
    ['with more than it may say', JSON.stringify({ ...send, by: 'admin' }), { code: 'command.malformed' }],
    ['for two at once', JSON.stringify({ 'command-id': '3', type: 'conversation.transfer', conversation: 'c1', to: { department: 'd1', agent: '1' } }), { code: 'command.malformed', field: 'to' }],
    ['too long', null, { code: 'command.too-large' }],
  ])('is refused where it is %s', (_, body, flaw) => {
    expect(readCommand(body)).toMatchObject(flaw);
  });
});
