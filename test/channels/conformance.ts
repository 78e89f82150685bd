import { describe, it } from 'vitest';
import { logOf } from '../server/support/log.ts';
import { beside } from '../support/at-once.ts';
import { crowds } from './crowds.ts';
import { everyKind } from './kinds.ts';
import { SOON, useScene, type ChannelUnderTest, type Scene } from './support.ts';
import { inAndOut } from './talk.ts';

/** What only one channel has, with the servers that are there anyway. */
export interface OwnTests {
  /** At the same time as the others. */
  readonly onOneNode?: (scene: () => Scene) => void;
  /** After the others: the first node is dead by then. */
  readonly onTheLastNode?: (scene: () => Scene) => void;
}

/** What every channel plugin must do, over its provider's own protocol. */
export function channelConformance(channel: ChannelUnderTest, { onOneNode, onTheLastNode }: OwnTests = {}): void {
  describe.concurrent(`the channel ${channel.plugin.definition.id}`, { timeout: 120_000 }, () => {
    describe('without a house around it', () => {
      everyKind(channel);
    });
    beside('on one node', () => {
      const scene = useScene(channel, 'sqlite');
      describe.concurrent('while it is on', () => {
        inAndOut(channel, scene);
        onOneNode?.(scene);
      });
      it('tells agents what a channel that was taken away will not say, and takes nobody in any more', async ({ expect }) => {
        const { console: open, chat, house, nodes: [node], place, provider, say } = scene();
        const console = await open();
        const conversation = await chat('zoe', 'hello');
        await console.accept(conversation);
        await provider.mood('zoe', 'busy');
        await console.say(conversation, 'this one waits');
        for (const step of ['deactivate', 'uninstall']) await house.admin.call(node!, 'POST', `/plugins/${channel.plugin.definition.id}/${step}`);
        await console.say(conversation, 'this one comes too late');
        const failed = async (): Promise<unknown> => {
          const log = await logOf(place, conversation);
          return log.flatMap((event) => (event.type === 'delivery.failed' ? [[event.reason, log.find(({ seq }) => seq === event.message)]] : []));
        };
        await expect.poll(failed, SOON).toEqual(['this one waits', 'this one comes too late'].map((text) => ['channel-removed', expect.objectContaining({ body: { text } })]));
        expect(await say('zoe', 'hello?')).toMatchObject({ status: 503 });
      });
    });

    beside('on two nodes', () => {
      const scene = useScene(channel, 'cluster');
      crowds(scene);
      onTheLastNode?.(scene);
    });
  });
}
