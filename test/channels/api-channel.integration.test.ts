import { expect, it } from 'vitest';
import { startSimulator } from '../simulators/simulator.ts';
import { channelConformance } from './conformance.ts';
import { scene, type ChannelUnderTest } from './support.ts';

const SECRET = 'the secret of the application';
const FORMER = 'the secret that it had before';

const channel: ChannelUnderTest = {
  plugin: 'api-channel',
  grant: ['http.serve', 'channels.run', 'http.request', 'host:*'],
  provider: () => startSimulator('api-application.ts', 'shop', SECRET, FORMER),
  config: ({ port }, department) => ({ accounts: [{ id: 'shop', name: 'The shop', department, callback: `http://127.0.0.1:${port}/`, secret: SECRET, formerSecret: FORMER }] }),
};

channelConformance(channel);

it('lets in only what an account has signed, a short while ago', async () => {
  const { say } = await scene(channel, 'sqlite');
  for (const flaw of ['old', 'forged', 'altered', 'nowhere']) expect([flaw, (await say('anna', 'hello', { flaw })).status]).toEqual([flaw, 401]);
  expect((await say('anna', 'hello', { flaw: 'former' })).status).toBe(200);
});
