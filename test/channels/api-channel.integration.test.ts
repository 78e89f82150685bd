import { it } from 'vitest';
import { apiChannel } from './api-channel.ts';
import { channelConformance } from './conformance.ts';
import { wordsIn } from './support.ts';

channelConformance(apiChannel, { onOneNode: (scene) => {
  it('lets in only what an account has signed, a short while ago', async ({ expect }) => {
    const { say } = scene();
    for (const flaw of ['old', 'forged', 'altered', 'nowhere']) expect([flaw, (await say('lea', 'hello', { flaw })).status]).toEqual([flaw, 401]);
    expect((await say('lea', 'hello', { flaw: 'former' })).status).toBe(200);
  });

  it('says of each message in which chat it is and whether it had come before, and refuses other words under the same id', async ({ expect }) => {
    const { chats, place, say } = scene();
    const first = await say('max', 'hello', { id: 'max-1' });
    const [conversation] = await chats('max') as [string];
    expect(JSON.parse(first.body)).toEqual({ conversation, duplicate: false });
    expect(JSON.parse((await say('max', 'hello', { id: 'max-1' })).body)).toEqual({ conversation, duplicate: true });
    expect(await say('max', 'something else', { id: 'max-1' })).toMatchObject({ status: 409 });
    expect(await wordsIn(place, conversation)).toEqual(['hello']);
  });
} });
