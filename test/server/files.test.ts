import { describe, expect, it } from 'vitest';
import type { FileRef } from '#domain/file.ts';
import type { MessageKind } from '#domain/message.ts';
import type { Command } from '#domain/commands.ts';
import { png } from '../files/support.ts';
import { Person, type Place, type Staff } from './support/house.ts';
import { logOf } from './support/log.ts';
import type { ServerNode } from './support/node.ts';
import { Console, VisitorAt } from './support/people.ts';
import { several } from './support/several.ts';
import { useServer } from './support/shared.ts';

const picture = png(40, 30);

async function upload(node: ServerNode, by: Person | Staff, bytes: Buffer = picture, name = 'cat.png'): Promise<FileRef> {
  if (!(by instanceof Person)) return by.call(node, 'POST', `/files?name=${encodeURIComponent(name)}`, bytes);
  const response = await fetch(`${node.origin}/api/v1/widget/files?token=${by.channel}&name=${encodeURIComponent(name)}`, { method: 'POST', headers: { authorization: `Visitor ${by.token}`, 'content-type': 'text/html' }, body: new Uint8Array(bytes) });
  return (await response.json()) as FileRef;
}

const posting = (file: Partial<FileRef>, kind: MessageKind = 'image', more: object = {}): Command => ({ type: 'message.post', kind, body: { text: '', file: file as FileRef }, audience: 'public', ...more });
const download = async (node: ServerNode, id: string): Promise<Buffer> => Buffer.from(await (await fetch(`${node.origin}/files/${id}`)).arrayBuffer());

describe('a file that somebody posts', () => {
  const server = useServer('sqlite');
  const scene = async () => {
    const { house, node } = server;
    const place: Place = house.support;
    return { house, node, place, person: await Person.arrive(node, place) };
  };

  it('is what the house knows of it, for everybody in the chat and in the log', async () => {
    const { house, node, person } = await scene();
    const file = await upload(node, person);
    const visitor = await VisitorAt.join(node, person);
    expect(await visitor.command(posting({ ...file, name: 'evil.exe', type: 'application/x-evil', size: 1 }))).toHaveProperty('seq');
    const desk = await Console.open(node, await house.hire());
    await desk.accept(visitor.conversation);
    const opened = await desk.open(visitor.conversation);
    const posted = opened.events.find(({ type }) => type === 'message.posted');
    expect(posted).toMatchObject({ kind: 'image', body: { text: '', file: { ...file, name: 'cat.png', type: 'image/png', width: 40, height: 30 } } });
    expect((await logOf(server.place, visitor.conversation)).find(({ type }) => type === 'message.posted')).toMatchObject({ body: { file } });
    expect(desk.cards.get(visitor.conversation)).toMatchObject({ preview: '', previewKind: 'image', previewBy: 'visitor' });
    expect((await download(node, file.id)).equals(picture)).toBe(true);
  });

  it('is their own, in one chat, and exists', async () => {
    const { house, node, person, place } = await scene();
    const visitor = await VisitorAt.join(node, person);
    const other = await VisitorAt.arrive(node, place);
    const theirs = await upload(node, other.person);
    const agent = await house.hire();
    const desk = await Console.open(node, agent);
    await desk.accept(visitor.conversation);
    const agents = await upload(node, agent);
    const refused = (cmd: Command) => visitor.command(cmd);
    expect(await refused(posting(theirs))).toMatchObject({ code: 'file.unknown' });
    expect(await refused(posting(agents))).toMatchObject({ code: 'file.unknown' });
    expect(await refused(posting({ ...theirs, id: '0'.repeat(32) }))).toMatchObject({ code: 'file.unknown' });
    expect(await refused(posting({ ...theirs, id: "' or 1=1 --" }))).toMatchObject({ code: 'command.malformed' });
    expect(await refused({ ...posting(theirs), body: { text: 'no file' } } as Command)).toMatchObject({ code: 'command.malformed' });
    expect(await other.command(posting(theirs))).toHaveProperty('seq');
    expect(await desk.command(visitor.conversation, posting(agents))).toHaveProperty('seq');
    // In the other chat this agent is, and the file is not.
    expect(await desk.accept(other.conversation)).toMatchObject({ conversation: other.conversation });
    const another = await Console.open(node, agent);
    expect(await another.command(other.conversation, posting(agents))).toMatchObject({ code: 'file.unknown' });
    expect((await logOf(server.place, visitor.conversation)).filter(({ type }) => type === 'message.posted')).toHaveLength(1);
  });

  it('goes as a picture only where it is one, and for agents alone where it should', async () => {
    const { house, node, person } = await scene();
    const visitor = await VisitorAt.join(node, person);
    const page = await upload(node, person, Buffer.from('<svg onload="alert(1)"/>'), 'cat.svg');
    await visitor.command(posting(page, 'image'));
    await visitor.event('message.posted', ({ kind, body }) => kind === 'file' && body.file?.type === 'text/html');
    const agent = await house.hire();
    const desk = await Console.open(node, agent);
    await desk.accept(visitor.conversation);
    const note = await upload(node, agent, Buffer.from('secret'), 'note.txt');
    expect(await desk.command(visitor.conversation, posting(note, 'file', { audience: 'agents' }))).toHaveProperty('seq');
    await desk.say(visitor.conversation, 'the end');
    await visitor.event('message.posted', ({ body }) => body.text === 'the end');
    expect(visitor.line.raw.some((bytes) => bytes.includes(note.id))).toBe(false);
  });
});

it('is there on every node of a cluster, also when the one that took it is gone', { timeout: 120_000 }, async () => {
  const { byName, house, nodes: [a, b] } = await several(2);
  const person = await Person.arrive(a!, house.support);
  const large = Buffer.concat([picture, Buffer.alloc(3_000_000, 'x')]);
  const file = await upload(a!, person, large);
  const visitor = await VisitorAt.join(b!, person, { nodes: byName });
  expect(await visitor.command(posting(file))).toHaveProperty('seq');
  expect((await download(b!, file.id)).equals(large)).toBe(true);
  await a!.kill();
  expect((await download(b!, file.id)).equals(large)).toBe(true);
});
