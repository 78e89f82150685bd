import { describe, expect, it } from 'vitest';
import { conversationOf, deskOf, keyOf } from '#cluster/identity.ts';
import { CloseCode } from '#wire/close-codes.ts';
import { newUlid } from '../store/support/entries.ts';
import { engines, useStore } from '../store/support/engines.ts';
import { Recorder, nodesOn } from './support.ts';

const creation = { contact: 'contact', visitorName: 'Wei', department: 'support', channelAccount: 'web', locale: 'en' };

describe.each(engines)('a node that loses its lease, on %s', (engine) => {
  const opened = useStore(engine);
  const nodes = () => nodesOn(opened.store);

  it('lets everything go at once, unwritten, and says to come back', async () => {
    const { start } = nodes();
    const a = await start('a');
    const [desk, chat] = [deskOf(newUlid()), conversationOf(newUlid())];
    await a.cluster.activate(desk);
    await a.cluster.activate(chat, creation);
    a.die();
    for (const { id } of [desk, chat]) expect(a.actors.get(id)).toMatchObject({ discarded: CloseCode.moved, retired: null });
    expect(a.cluster.population).toEqual({ conversation: 0, desk: 0, department: 0 });
  });

  it('leaves an actor that another node took over to it', async () => {
    const { start } = nodes();
    const [a, b] = [await start('a'), await start('b')];
    const desk = deskOf(newUlid());
    await a.cluster.activate(desk);
    a.die();
    await b.cluster.activate(desk);
    a.revive();
    expect(await a.cluster.ask(desk, 'availability', {})).toMatchObject({ method: 'availability' });
    expect([a.actors.get(desk.id)!.heard, b.actors.get(desk.id)!.heard]).toEqual([[], ['availability']]);
  });

  it('brings what nobody took over up again on first touch, under a higher epoch', async () => {
    const { start } = nodes();
    const a = await start('a');
    const desk = deskOf(newUlid());
    await a.cluster.activate(desk);
    a.die();
    expect(await a.cluster.ask(desk, 'availability', {})).toEqual({ code: 'unavailable' });
    a.revive();
    expect(await a.cluster.activate(desk)).toMatchObject({ epoch: 2 });
  });

  it('does not keep what was coming up meanwhile', async () => {
    const { start } = nodes();
    const made: Recorder[] = [];
    const [called, go] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const a = await start('a', {
      host: async (_roomId, activation) => {
        const actor = new Recorder(activation);
        made.push(actor);
        called.resolve();
        if (made.length === 1) await go.promise;
        return actor;
      },
    });
    const desk = deskOf(newUlid());
    const activation = a.cluster.activate(desk);
    await called.promise;
    a.die();
    a.revive();
    go.resolve();
    await expect(activation).rejects.toMatchObject({ refusal: { code: 'unavailable' } });
    expect(made[0]!.discarded).toBe(CloseCode.moved);
    expect(a.cluster.local(desk)).toBeUndefined();
    expect(await a.cluster.activate(desk)).toMatchObject({ epoch: 2 });
    expect(await opened.store.actors.find(keyOf(desk))).toMatchObject({ ownerNode: 'a:boot1', ownerEpoch: 2 });
  });

  it('tells nobody what may be old by now, and has them look for themselves once it may speak', async () => {
    const { start } = nodes();
    const [a, b] = [await start('a'), await start('b')];
    const desk = deskOf(newUlid());
    await b.cluster.activate(desk);
    a.expire();
    a.cluster.tell(desk, 'refresh', {});
    a.cluster.tell(conversationOf(newUlid()), 'unwatch', { agent: desk.id });
    a.revive();
    await expect.poll(() => b.actors.get(desk.id)!.heard, { timeout: 5_000 }).toEqual(['compare']);
  });

  it('answers no frame of other nodes for an actor that may be theirs by now', async () => {
    const { start } = nodes();
    const a = await start('a');
    const desk = deskOf(newUlid());
    await a.cluster.activate(desk);
    a.expire();
    expect(await new Promise((reply) => a.cluster.receive(keyOf(desk), 'availability', {}, false, reply))).toEqual({ code: 'unavailable' });
    expect(a.actors.get(desk.id)!.heard).toEqual([]);
  });
});
