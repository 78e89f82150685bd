import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { Frame } from '#wire/protocol.ts';
import type { DeskWelcome } from '#wire/protocol.ts';
import { eventually } from './support/eventually.ts';
import type { Staff } from './support/house.ts';
import { Line } from './support/line.ts';
import { logOf } from './support/log.ts';
import { Console, VisitorAt } from './support/people.ts';
import { useServer } from './support/shared.ts';

const server = useServer('sqlite');

/** A console that joins, with what it says of before. */
async function join(staff: Staff, status: string): Promise<{ readonly line: Line; readonly welcome: DeskWelcome }> {
  const line = await Line.open(`${(await staff.ticket(server.node)).url}&status=${status}`);
  return { line, welcome: (await line.first(Frame.welcome)) as DeskWelcome };
}

it('is as the console that comes back knew it, when the desk knows nothing yet; such an agent is given no chat', async () => {
  const { house, node, place } = server;
  const department = await house.department('Routed', 'auto');
  const [away, there] = [await house.hire({ departments: [department.id] }), await house.hire({ departments: [department.id] })];
  const { line, welcome } = await join(away, 'away');
  expect(welcome.desk.status).toBe('away');
  const visitor = await VisitorAt.arrive(node, department);
  await sleep(500);
  expect((await logOf(place, visitor.conversation)).map(({ type }) => type)).toEqual(['conversation.started', 'conversation.queued']);
  await Console.open(node, there);
  const { e } = await visitor.event('conversation.assigned');
  expect(e).toMatchObject({ assignee: { id: there.participant } });
  line.send(Frame.desk, { n: 1, cmd: { type: 'presence.set', status: 'online' } });
  await eventually(() => line.all(Frame.deskState).at(-1)?.status).toBe('online');
});

it('is what was said at the desk, whatever another console remembers', async () => {
  const staff = await server.house.hire();
  const console = await Console.open(server.node, staff);
  await console.ask({ type: 'presence.set', status: 'away' });
  expect((await join(staff, 'online')).welcome.desk.status).toBe('away');
});

it('is online for a console that says nothing it understands', async () => {
  expect((await join(await server.house.hire(), 'elsewhere')).welcome.desk.status).toBe('online');
});
