import { describe, expect, it } from 'vitest';
import { eventually } from './support/eventually.ts';
import { logOf } from './support/log.ts';
import { engines } from './support/node.ts';
import { Console, VisitorAt } from './support/people.ts';
import { useServer, type Shared } from './support/shared.ts';

const TIMEOUT = 1;
const seats = (...desks: Console[]) => eventually(() => desks.map(({ desk }) => desk.seats));

/** A visitor with one agent; a colleague of the same department is at their desk. */
async function served({ place, node, house }: Shared, colleagues: { capacity?: number } = {}) {
  const department = await house.department('First line');
  const [first, second] = [await house.hire({ departments: [department.id] }), await house.hire({ departments: [department.id], ...colleagues })];
  const visitor = await VisitorAt.arrive(node, department);
  const [from, to] = [await Console.open(node, first), await Console.open(node, second)];
  const { conversation } = visitor;
  await from.accept();
  await from.open(conversation);
  const offered = async (): Promise<string> => {
    await eventually(() => to.cards.get(conversation)?.transfer?.offer).toBeTypeOf('string');
    return to.cards.get(conversation)!.transfer!.offer;
  };
  return { place, node, house, department, visitor, conversation, from, to, offered };
}

describe.each(engines)('on %s', (engine) => {
  const server = useServer(engine, { TRANSFER_TIMEOUT: String(TIMEOUT) });

  it('changes hands when the colleague accepts, and not before', async () => {
    const { place, visitor, conversation, from, to, offered } = await served(server);
    await seats(from, to).toEqual([1, 0]);
    await from.ask({ type: 'transfer.start', conversation, to: { agent: to.staff.id } });
    const offer = await offered();
    await seats(from, to).toEqual([1, 1]);
    expect(await from.say(conversation, 'One moment, a colleague will help you.')).toMatchObject({ seq: 5 });
    expect(await to.ask({ type: 'transfer.accept', conversation, offer })).toMatchObject({ conversation });
    const { e } = await visitor.event('conversation.assigned', ({ reason }) => reason === 'transferred');
    expect(e).toMatchObject({ assignee: { id: to.staff.participant } });
    await seats(from, to).toEqual([0, 1]);
    await to.open(conversation);
    expect(await to.say(conversation, 'Hello')).toMatchObject({ seq: 7 });
    const log = await logOf(place, conversation);
    expect(log.map(({ type, publicSeq }) => [type, publicSeq]).slice(3)).toEqual([
      ['transfer.offered', null], ['message.posted', 4], ['conversation.assigned', 5], ['message.posted', 6],
    ]);
    for (const word of ['transfer.offered', 'transferring']) expect(Buffer.concat(visitor.line.raw).toString()).not.toContain(word);
  });

  it.each([
    ['declined', (f: Console, t: Console, c: string, offer: string) => t.command(c, { type: 'transfer.decline', offer })],
    ['cancelled', (f: Console, _t: Console, c: string) => f.command(c, { type: 'transfer.cancel' })],
    ['expired', () => Promise.resolve()],
  ] as const)('stays where it is when the offer is %s', async (reason, answer) => {
    const { place, conversation, from, to, offered } = await served(server);
    await from.ask({ type: 'transfer.start', conversation, to: { agent: to.staff.id } });
    const offer = await offered();
    await answer(from, to, conversation, offer);
    await from.event(conversation, 'transfer.declined', (event) => event.reason === reason);
    await seats(from, to).toEqual([1, 0]);
    await eventually(() => to.cards.has(conversation)).toBe(false);
    expect(await to.ask({ type: 'transfer.accept', conversation, offer })).toMatchObject({ code: 'transfer.unknown' });
    expect((await logOf(place, conversation)).map(({ type }) => type).slice(3)).toEqual(['transfer.offered', 'transfer.declined']);
    expect(await from.say(conversation, 'Still with me.')).toMatchObject({ seq: 6 });
  });

  it('is not offered to a colleague without a seat, or who is away', async () => {
    const { place, conversation, from, to } = await served(server, { capacity: 0 });
    const start = { type: 'transfer.start', conversation, to: { agent: to.staff.id } } as const;
    expect(await from.ask(start)).toMatchObject({ code: 'agent.full' });
    await to.ask({ type: 'presence.set', status: 'away' });
    expect(await from.ask(start)).toMatchObject({ code: 'agent.unavailable' });
    expect(await from.ask({ ...start, to: { agent: from.staff.id } })).toMatchObject({ code: 'transfer.to-self' });
    await seats(from, to).toEqual([1, 0]);
    expect(await logOf(place, conversation)).toHaveLength(3);
  });

  it('waits in the other department\'s queue until somebody there takes it', async () => {
    const { place, node, house, visitor, conversation, from } = await served(server);
    const second = await house.department('Second line');
    const specialist = await Console.open(node, await house.hire({ departments: [second.id] }));
    await from.ask({ type: 'transfer.start', conversation, to: { department: second.id } });
    await eventually(() => specialist.cards.get(conversation)?.status).toBe('transferring');
    await seats(from, specialist).toEqual([1, 0]);
    expect(await from.say(conversation, 'I am still here')).toMatchObject({ seq: 5 });
    expect(await specialist.accept()).toMatchObject({ conversation });
    await visitor.event('conversation.assigned', ({ department }) => department === second.id);
    await seats(from, specialist).toEqual([0, 1]);
    expect((await logOf(place, conversation)).at(-1)).toMatchObject({ type: 'conversation.assigned', department: second.id });
  });

  it('to a department takes a seat like any other chat, however it is accepted', async () => {
    const { node, house, conversation, from } = await served(server);
    const second = await house.department('Second line');
    const [full, outsider] = [await house.hire({ departments: [second.id], capacity: 0 }), await house.hire()];
    const [specialist, stranger] = [await Console.open(node, full), await Console.open(node, outsider)];
    await from.ask({ type: 'transfer.start', conversation, to: { department: second.id } });
    await eventually(() => specialist.cards.get(conversation)?.transfer?.offer).toBeTypeOf('string');
    const { offer } = specialist.cards.get(conversation)!.transfer!;
    expect(await specialist.ask({ type: 'transfer.accept', conversation, offer })).toMatchObject({ code: 'agent.full' });
    expect(await specialist.accept(conversation)).toMatchObject({ code: 'agent.full' });
    expect(await stranger.ask({ type: 'transfer.accept', conversation, offer })).toMatchObject({ code: 'conversation.unknown' });
    await seats(from, specialist).toEqual([1, 0]);
  });

  it('is not offered to a department that there is not, or no longer', async () => {
    const { node, house, place, conversation, from, to } = await served(server);
    const former = await house.department('Former');
    await house.admin.call(node, 'DELETE', `/departments/${former.id}`);
    for (const department of [former.id, to.staff.id]) {
      expect(await from.ask({ type: 'transfer.start', conversation, to: { department } })).toMatchObject({ code: 'department.unknown' });
    }
    expect(await logOf(place, conversation)).toHaveLength(3);
  });

  it('is taken over by a supervisor, whose seat then counts', async () => {
    const { node, house, department, visitor, conversation, from, to } = await served(server);
    const supervisor = await Console.open(node, await house.hire({ departments: [department.id], role: 'supervisor' }));
    expect(await to.ask({ type: 'chat.takeover', conversation })).toMatchObject({ code: 'command.forbidden' });
    expect(await supervisor.ask({ type: 'chat.takeover', conversation })).toMatchObject({ conversation });
    await visitor.event('conversation.assigned', ({ reason }) => reason === 'takeover');
    await seats(from, to, supervisor).toEqual([0, 0, 1]);
  });
});
