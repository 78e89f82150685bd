import { describe, expect, it } from 'vitest';
import { crowd } from './support/broadcasts.ts';
import { barrier, SharedBroadcasts } from './support/shared-broadcasts.ts';

const MINUTE = 60_000;
const SOUND = 'Our lamps are here, {{name|friend}}.';
const SLIP = 'Our lamps are here, {{nmae}}.';

/** Runs once, before the first of such. */
function once(deed: string, key: string, run: () => Promise<unknown>) {
  let over = false;
  return async (its: string, at: string): Promise<void> => {
    if (over || its !== deed || !at.startsWith(key)) return;
    over = true;
    await run();
  };
}

describe('what is sent while somebody else writes in it', () => {
  it.each([['after it was looked at', 'set', 'open:'], ['between the second look and the change', 'replace', 'broadcast:']])('%s is no slip', async (_when, deed, key) => {
    const shared = new SharedBroadcasts(crowd(2));
    const writing = shared.node();
    const { id } = await writing.keep(SOUND);
    const node = shared.node(once(deed, key, () => writing.keep(SLIP, id)));
    expect(await node.act('send', { id })).toEqual({ refused: 'placeholder' });
    expect(shared.broadcast(id)).toMatchObject({ stage: 'draft', at: null, text: SLIP });
    for (let each = 0; each < 3; each++) await node.round();
    expect(shared.said).toEqual([]);
  });

  it('is sent as they left it, where they left it sound', async () => {
    const shared = new SharedBroadcasts(crowd(2));
    const writing = shared.node();
    const { id } = await writing.keep(SOUND);
    const node = shared.node(once('replace', 'broadcast:', () => writing.keep('Our lamps are gone.', id)));
    expect(await node.act('send', { id })).toEqual({ id });
    expect(shared.broadcast(id)).toMatchObject({ stage: 'scheduled', text: 'Our lamps are gone.' });
  });
});

describe('two at once', () => {
  it('send one that begins once', async () => {
    const shared = new SharedBroadcasts(crowd(3));
    const { id } = await shared.node().keep(SOUND);
    const both = barrier(2);
    const meet = () => once('replace', 'broadcast:', both);
    const [one, other] = [shared.node(meet()), shared.node(meet())];
    expect(await Promise.all([one.act('send', { id }), other.act('send', { id })])).toEqual([{ id }, { id }]);
    for (let each = 0; each < 4; each++) await one.round();
    expect([shared.broadcast(id).stage, shared.gathered, shared.said]).toEqual(['done', 1, ['p0', 'p1', 'p2']]);
    expect(await other.act('send', { id })).toEqual({ refused: 'late' });
  });

  it('send one that has begun, and is done, before the slower of them is heard: it stays done', async () => {
    const shared = new SharedBroadcasts(crowd(3));
    const quick = shared.node();
    const { id } = await quick.keep(SOUND);
    const slow = shared.node(once('replace', 'broadcast:', async () => {
      await quick.act('send', { id });
      for (let each = 0; each < 4; each++) await quick.round();
    }));
    expect(await slow.act('send', { id })).toEqual({ refused: 'late' });
    expect([shared.broadcast(id).stage, shared.said]).toEqual(['done', ['p0', 'p1', 'p2']]);
  });

  it('come to one that is due, and it is one of them that begins it', async () => {
    const shared = new SharedBroadcasts(crowd(3));
    const { id } = await shared.node().keep(SOUND);
    await shared.node().act('send', { id });
    const both = barrier(2);
    const meet = () => once('replace', 'broadcast:', both);
    const [one, other] = [shared.node(meet()), shared.node(meet())];
    await Promise.all([one.round(), other.round()]);
    expect([shared.broadcast(id).stage, shared.gathered]).toEqual(['running', 1]);
    for (let each = 0; each < 3; each++) await one.round();
    expect([shared.broadcast(id).stage, shared.said]).toEqual(['done', ['p0', 'p1', 'p2']]);
  });

  it('begin it and put it off: it is put off', async () => {
    const shared = new SharedBroadcasts(crowd(1));
    const supervisor = shared.node();
    const { id } = await supervisor.keep(SOUND);
    await supervisor.act('send', { id });
    const node = shared.node(once('replace', 'broadcast:', () => supervisor.act('send', { id, at: Date.now() + 10 * MINUTE })));
    for (let each = 0; each < 4; each++) await node.round();
    expect([shared.broadcast(id).stage, shared.said]).toEqual(['scheduled', []]);
  });
});

describe('one that an earlier release has scheduled', () => {
  it.each([SLIP, '{{name}}'])('with %s is held back when it is due, and goes out once it is mended and sent again', async (text) => {
    const shared = new SharedBroadcasts(crowd(2));
    const node = shared.node();
    const { id } = await node.keep(SOUND);
    const at = Date.now() - MINUTE;
    await node.act('send', { id });
    shared.kept.set(`broadcast:${id}`, { ...shared.broadcast(id), text, at });
    for (let each = 0; each < 3; each++) await node.round();
    expect(await node.act('look', { id })).toMatchObject({ stage: 'draft', at: null, begunAt: null, heldAt: at });
    expect(shared.said).toEqual([]);
    await node.keep(SOUND, id);
    expect(await node.act('send', { id })).toEqual({ id });
    for (let each = 0; each < 4; each++) await node.round();
    expect(await node.act('look', { id })).toMatchObject({ stage: 'done', sent: 2, heldAt: null });
    expect(shared.said).toEqual(['p0', 'p1']);
  });
});
