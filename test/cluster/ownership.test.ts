import { describe, expect, it } from 'vitest';
import { conversationOf, deskOf, keyOf } from '#cluster/identity.ts';
import { newUlid } from '../store/support/entries.ts';
import { engines, useStore } from '../store/support/engines.ts';
import { nodesOn } from './support.ts';

const creation = { contact: 'contact', visitorName: 'Wei', department: 'support', channelAccount: 'web', locale: 'en' };

describe.each(engines)('on %s', (engine) => {
  const opened = useStore(engine);
  const nodes = () => nodesOn(opened.store);

  it('brings an actor up once, however many speak to it at once', async () => {
    const { start } = nodes();
    const a = await start('a');
    const desk = deskOf(newUlid());
    await Promise.all(Array.from({ length: 20 }, () => a.cluster.ask(desk, 'availability', {})));
    expect(a.rooms).toEqual([`${keyOf(desk)}-1`]);
    expect(a.actors.get(desk.id)!.heard).toHaveLength(20);
  });

  it('gives an actor that two nodes want at once to one of them', async () => {
    for (let round = 0; round < 10; round++) {
      const { start } = nodes();
      const [a, b] = [await start('a'), await start('b')];
      const desk = deskOf(newUlid());
      const answers = await Promise.all([a, b, a, b].map(({ cluster }) => cluster.ask(desk, 'availability', {})));
      expect([...a.rooms, ...b.rooms]).toHaveLength(1);
      const refused = answers.filter((answer) => 'code' in answer);
      for (const refusal of refused) expect(refusal).toMatchObject({ code: 'actor.moved' });
      expect(await a.cluster.ask(desk, 'availability', {})).toMatchObject({ method: 'availability' });
      expect(await b.cluster.ask(desk, 'availability', {})).toMatchObject({ method: 'availability' });
    }
  });

  it('refuses a socket for an actor that lives elsewhere, and says where', async () => {
    const { start } = nodes();
    const [a, b] = [await start('a'), await start('b')];
    const desk = deskOf(newUlid());
    await a.cluster.activate(desk);
    await expect(b.cluster.activate(desk)).rejects.toMatchObject({ refusal: { code: 'actor.moved', meta: { node: 'a' } } });
    expect(await b.cluster.nodeFor(desk)).toBe('a');
    expect(await b.cluster.nodeFor(deskOf(newUlid()))).toBe('b');
  });

  it('takes over from a node that is dead, under a higher epoch', async () => {
    const { start } = nodes();
    const [a, b] = [await start('a'), await start('b')];
    const desk = deskOf(newUlid());
    await a.cluster.activate(desk);
    a.die();
    const actor = await b.cluster.activate(desk);
    expect([actor.epoch, b.rooms]).toEqual([2, [`${keyOf(desk)}-2`]]);
    expect(await opened.store.actors.find(keyOf(desk))).toMatchObject({ ownerNode: 'b:boot1', ownerEpoch: 2 });
  });

  it('takes over from itself before a restart, and from an activation that failed', async () => {
    const { start } = nodes();
    const before = await start('a', { boot: 'boot1' });
    const desk = deskOf(newUlid());
    await before.cluster.activate(desk);
    before.die();
    let failures = 2;
    const after = await start('a', {
      boot: 'boot2',
      host: async (_roomId, activation) => {
        if (failures-- > 0) throw new Error('cannot come up');
        return { ...activation, receive: () => 'here', retire: () => Promise.resolve(), discard: () => {} };
      },
    });
    await expect(after.cluster.activate(desk)).rejects.toThrow('cannot come up');
    expect(await after.cluster.nodeFor(desk)).toBe('a');
    await expect(after.cluster.activate(desk)).rejects.toThrow('cannot come up');
    expect(await after.cluster.ask(desk, 'availability', {})).toBe('here');
  });

  it('does not act without its lease', async () => {
    const { start } = nodes();
    const a = await start('a');
    a.die();
    expect(a.cluster.ready).toBe(false);
    await expect(a.cluster.activate(deskOf(newUlid()))).rejects.toMatchObject({ refusal: { code: 'unavailable' } });
  });

  it('brings up no chat that does not exist, and a new one only with how it begins', async () => {
    const { start } = nodes();
    const a = await start('a');
    const chat = conversationOf(newUlid());
    expect(await a.cluster.ask(chat, 'card', {})).toEqual({ code: 'conversation.unknown' });
    const actor = await a.cluster.activate(chat, creation);
    expect(actor).toMatchObject({ epoch: 1, creation });
    // Ownership of a new chat rides in the batch of its first events.
    expect(await opened.store.actors.find(keyOf(chat))).toBeUndefined();
  });

  it('lets everything go on a drain: chats first, desks last, none comes up any more', async () => {
    const { start } = nodes();
    const [a, b] = [await start('a'), await start('b')];
    const [desk, chat] = [deskOf(newUlid()), conversationOf(newUlid())];
    const order: string[] = [];
    for (const [identity, how] of [[desk, null], [chat, creation]] as const) {
      const actor = await a.cluster.activate(identity, how);
      a.actors.get(identity.id)!.onRetire = async () => {
        order.push(identity.kind);
        await a.cluster.forget(actor, true);
      };
    }
    await a.cluster.drain(4002);
    expect(order).toEqual(['conversation', 'desk']);
    expect(a.actors.get(desk.id)!.retired).toBe(4002);
    await expect(a.cluster.activate(desk)).rejects.toMatchObject({ refusal: { code: 'unavailable' } });
    // It gave its ownership back: nobody waits for its lease.
    expect(await b.cluster.activate(desk)).toMatchObject({ epoch: 2 });
  });

  it('speaks to actors on other nodes, and finds them again after a move', async () => {
    const { start, presence } = nodes();
    const [a, b] = [await start('a'), await start('b')];
    const desk = deskOf(newUlid());
    const actor = await a.cluster.activate(desk);
    b.cluster.tell(desk, 'release', { offer: 'o1' });
    expect(await b.cluster.ask(desk, 'availability', {})).toMatchObject({ method: 'availability' });
    expect(a.actors.get(desk.id)!.heard).toEqual(['release', 'availability']);
    expect(await b.cluster.askIfActive(deskOf(newUlid()), 'availability', {})).toBeNull();
    a.die();
    await a.cluster.forget(actor, false);
    presence.lossy = (topic) => topic === 'parlor:bus:a:boot1';
    expect(await b.cluster.ask(desk, 'availability', {}, 100)).toEqual({ code: 'actor.unreachable' });
    expect(await b.cluster.ask(desk, 'availability', {}, 100)).toMatchObject({ method: 'availability' });
    expect(b.rooms).toEqual([`${keyOf(desk)}-2`]);
  });
});
