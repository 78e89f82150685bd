import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { CloseCode } from '#wire/close-codes.ts';
import { Frame } from '#wire/protocol.ts';
import type { VisitorWelcome } from '#wire/protocol.ts';
import type { Staff } from './support/house.ts';
import { Line } from './support/line.ts';
import { Console, VisitorAt } from './support/people.ts';
import { useServer } from './support/shared.ts';

const server = useServer('sqlite');
const change = ({ id }: Staff, body: object): Promise<unknown> => server.house.admin.call(server.node, 'PATCH', `/agents/${id}`, body);

/** A visitor whom one agent serves; somebody else has the chat open. */
async function watched(role: 'agent' | 'supervisor') {
  const { house, node } = server;
  const department = await house.department('Support');
  const visitor = await VisitorAt.arrive(node, department);
  const { conversation } = visitor;
  const agent = await Console.open(node, await house.hire({ departments: [department.id] }));
  await agent.accept(conversation);
  await agent.open(conversation);
  const staff = await house.hire({ role, departments: role === 'agent' ? [department.id] : [] });
  const console = await Console.open(node, staff);
  await console.open(conversation);
  return { department, visitor, conversation, agent, staff, console };
}

describe('a chat that is open', () => {
  it.each([
    ['an agent who leaves the department', 'agent', { departments: [] }],
    ['a supervisor who is none any more', 'supervisor', { role: 'agent' }],
  ] as const)('closes for %s', async (_name, role, withdrawal) => {
    const { visitor, conversation, agent, staff, console } = await watched(role);
    expect(await console.say(conversation, 'a note', 'agents')).toMatchObject({ seq: expect.any(Number) });
    await change(staff, withdrawal);
    expect(await console.line.first(Frame.refusal, ({ c }) => c === conversation)).toEqual({ c: conversation, code: 'conversation.unknown', retryable: false });
    await visitor.say('between us');
    await agent.event(conversation, 'message.posted', ({ body }) => body.text === 'between us');
    visitor.line.send(Frame.typing, { on: true, text: 'a secret' });
    await agent.line.first(Frame.signal, ({ text }) => text === 'a secret');
    expect(await console.say(conversation, 'another note', 'agents')).toMatchObject({ code: 'conversation.unknown' });
    expect(Buffer.concat(console.line.raw).toString()).not.toMatch(/between us|a secret/);
    expect(console.line.isOpen).toBe(true);
  });

  it('stays open for the others', async () => {
    const { visitor, conversation, agent, staff, console } = await watched('agent');
    await change(staff, { departments: [] });
    await console.line.first(Frame.refusal, ({ c }) => c === conversation);
    await visitor.say('still there?');
    await agent.event(conversation, 'message.posted', ({ body }) => body.text === 'still there?');
    expect(await agent.say(conversation, 'yes')).toMatchObject({ seq: expect.any(Number) });
  });
});

it('lets a disabled agent in with no ticket, not even one from before', async () => {
  const staff = await server.house.hire();
  const { url } = await staff.ticket(server.node);
  const console = await Console.open(server.node, staff);
  await change(staff, { disabled: true });
  expect(await console.line.closed).toMatchObject({ code: CloseCode.unauthorised });
  const line = await Line.open(url);
  await line.closed;
  expect(line.all(Frame.welcome)).toEqual([]);
});

it('shows a visitor nothing of a supervisor who looks on', async () => {
  const { visitor, conversation, agent, console } = await watched('supervisor');
  await visitor.say('hello');
  expect(await console.command(conversation, { type: 'participant.join' })).toMatchObject({ seq: expect.any(Number) });
  for (const { line } of [console, agent]) {
    line.send(Frame.typing, { c: conversation, on: true });
    line.send(Frame.receipt, { c: conversation, delivered: 3, read: 3 });
  }
  await visitor.line.first(Frame.receipts);
  await sleep(100);
  const back = await VisitorAt.join(server.node, visitor.person);
  const { receipts } = (await back.line.first(Frame.welcome)) as VisitorWelcome;
  const shown = [...visitor.line.all(Frame.signal), ...visitor.line.all(Frame.receipts).flatMap((frame) => frame.receipts), ...receipts];
  expect(shown.map(({ participant }) => participant)).toContain(agent.staff.participant);
  expect(JSON.stringify(shown)).not.toContain(console.staff.participant);
});
