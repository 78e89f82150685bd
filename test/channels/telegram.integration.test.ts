import { it } from 'vitest';
import { startSimulator, type Simulator } from '../simulators/simulator.ts';
import { channelConformance } from './conformance.ts';
import { SOON, wordsIn, type ChannelUnderTest } from './support.ts';
import { account, isConnected, stateOf, telegram, TOKEN } from './telegram.ts';

const OTHER = '110201544:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw';
/** A second bot of every scene, which is polled, by the port of the first. */
const polled = new Map<number, Simulator>();
const polledBeside = ({ port }: Simulator): Simulator => polled.get(port)!;

const channel: ChannelUnderTest = {
  ...telegram,
  provider: async () => {
    const [called, asked] = await Promise.all([startSimulator('telegram/main.ts', TOKEN), startSimulator('telegram/main.ts', OTHER)]);
    polled.set(called.port, asked);
    return { ...called, end: async () => void (await Promise.all([called.end(), asked.end()])) };
  },
  config: (provider, department) => ({ accounts: [account(provider, department), account(polledBeside(provider), department, { id: 'side', token: OTHER, mode: 'polling' })] }),
  ready: isConnected,
};

channelConformance(channel, {
  onTheLastNode: (scene) => {
    it('goes on polling on the node that is left, one at a time, and says each message once', async ({ expect }) => {
      const { chats, place, provider } = scene();
      const bot = polledBeside(provider);
      for (const text of ['one', 'two', 'three']) await bot.deed('write', { person: 'paul', text });
      await expect.poll(async () => wordsIn(place, (await chats('paul'))[0] ?? ''), SOON).toEqual(['one', 'two', 'three']);
      expect(await stateOf(bot)).toMatchObject({ webhook: '', conflicts: 0 });
    });
  },
});
