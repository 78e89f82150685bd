import { it } from 'vitest';
import type { IncomingMessage } from '#plugin/define.ts';
import type { SentFile } from '../simulators/simulator.ts';
import { alone } from './alone.ts';
import { SOON, type ChannelUnderTest } from './support.ts';

const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const FILES: readonly SentFile[] = [
  { kind: 'image', name: 'cat "of mine".png', type: 'image/png', base64: PNG },
  { kind: 'voice', name: 'hello.ogg', type: 'audio/ogg', base64: Buffer.from('OggS and so on').toString('base64') },
  { kind: 'file', name: '合同.pdf', type: 'application/pdf', base64: Buffer.from('%PDF-1.7 and so on').toString('base64') },
];

/** What a message may be, both ways: choices, and files as far as the channel has them. */
export function everyKind(channel: ChannelUnderTest): void {
  const { kinds } = channel.plugin.definition.channel!;

  it('says choices as buttons where it has them, else in words, and brings back what was chosen', async ({ expect, onTestFinished }) => {
    const { provider, say, tested } = await alone(channel, onTestFinished);
    await say('ben', 'hello');
    await expect.poll(() => tested.received.length, SOON).toBe(1);
    const [{ account, externalId: to }] = tested.received as [IncomingMessage];
    const choices = ['Yes', '不，谢谢', 'I would rather be called back tomorrow, if that is possible at all for you?'];
    tested.say('Shall we?', { kind: 'quick-replies', body: { text: 'Shall we?', choices }, account, to });
    await tested.work();
    const listed = ['Shall we?', ...choices.map((choice, index) => `${index + 1}. ${choice}`)].join('\n');
    const buttons = kinds.out.includes('quick-replies');
    await expect.poll(() => provider.got, SOON).toEqual([expect.objectContaining(buttons ? { to: 'ben', text: 'Shall we?', choices } : { to: 'ben', text: listed })]);
    for (const choice of choices) expect((await say('ben', choice, { as: 'choice' })).status).toBe(200);
    await expect.poll(() => tested.received.map(({ body, externalId }) => [externalId, body.text]), SOON).toEqual(['hello', ...choices].map((text) => [to, text]));
    expect([tested.errors, tested.denied]).toEqual([[], []]);
  });

  const files = (way: 'in' | 'out'): readonly SentFile[] => FILES.filter(({ kind }) => channel.bareFiles !== true && kinds[way].includes(kind));

  it.runIf(files('in').length > 0)('brings files, with and without a caption', async ({ expect, onTestFinished }) => {
    const { say, tested } = await alone(channel, onTestFinished);
    const sent = files('in').flatMap((file) => ['look', ''].map((caption) => ({ file, caption })));
    for (const { caption, file } of sent) expect((await say('ben', caption, { file })).status).toBe(200);
    await expect.poll(() => tested.received.map(({ body, kind }) => [kind, body.text]), SOON).toEqual(sent.map(({ caption, file: { kind } }) => [kind, caption]));
    expect(tested.received.map(({ body: { file } }) => Buffer.from(tested.files.get(file!.id)!.bytes).toString('base64'))).toEqual(sent.map(({ file }) => file.base64));
  });

  it.runIf(files('out').length > 0)('says files, with and without a caption', async ({ expect, onTestFinished }) => {
    const { provider, say, tested } = await alone(channel, onTestFinished);
    await say('ben', 'hello');
    await expect.poll(() => tested.received.length, SOON).toBe(1);
    const [{ account, externalId: to }] = tested.received as [IncomingMessage];
    const said = files('out').flatMap((file) => ['look', ''].map((text) => ({ file, text })));
    for (const [seq, { file: { base64, kind, name, type }, text }] of said.entries()) {
      tested.say(text, { kind, seq, body: { text, file: tested.keep({ name, type, bytes: Buffer.from(base64, 'base64') }) }, account, to });
    }
    await tested.work();
    await expect.poll(() => provider.got.map(({ file, text }) => [text, file?.kind, file?.name, file?.type]), SOON).toEqual(said.map(({ file: { kind, name, type }, text }) => [text, kind, name, type]));
    expect(tested.undelivered).toEqual([]);
  });
}
