import { expect, it } from 'vitest';
import type { Post, Row } from './evidence.ts';
import { checkRefusals } from './refusals.ts';
import { begin, CHAT, desk, good, post } from './story.ts';

const refused = (id: string, code: string): Post => post(id, 'words', null, { acks: [], settledAt: null, refused: code });

/** What is said of one refused command. */
function judged(rows: readonly Row[], command: Post): number {
  let said = 0;
  checkRefusals({ posts: [command], requests: [], sights: [], desks: [desk()] }, new Map([[CHAT, rows]]), () => said++);
  return said;
}

const completed = good().tell('conversation.completed', 'a_1', { reason: 'agent' });
const transferred = good()
  .tell('transfer.offered', 'a_1', { to: { agent: '2' }, offer: 'o', expiresAt: 9_999 }, { audience: 'agents' })
  .assign(1, { reason: 'transferred', offer: 'o' });
const offered = begin().assign(1).tell('transfer.offered', 'a_2', { to: { agent: '1' }, offer: 'o', expiresAt: 9_999 }, { audience: 'agents' });

it.each<[string, readonly Row[], Post]>([
  ['said to a chat that was completed', completed.rows, refused('stream-v:9', 'conversation.ended')],
  ['said by an agent who gave the chat away', transferred.rows, refused('stream-a:9', 'command.forbidden')],
  ['said by an agent whose desk no longer lists the chat', transferred.rows, refused('stream-a:9', 'conversation.unknown')],
  ['a transfer declined that was over', offered.rows, refused('stream-a:9', 'transfer.unknown')],
  ['a refusal that was lost, of what came after the end', completed.rows, refused('stream-v:9', 'message.refused')],
])('understands %s', (_, rows, command) => {
  expect(judged(rows, command)).toBe(0);
});

it.each<[string, readonly Row[], Post]>([
  ['ended, and the log has no end', good().rows, refused('stream-v:9', 'conversation.ended')],
  ['forbidden to one who still has the chat', good().rows, refused('stream-a:9', 'command.forbidden')],
  ['forbidden to a visitor', transferred.rows, refused('stream-v:9', 'command.forbidden')],
  ['unknown to one who still has the chat', good().rows, refused('stream-a:9', 'conversation.unknown')],
  ['message.refused for nothing', good().rows, refused('stream-v:9', 'message.refused')],
  ['superseded', completed.rows, refused('stream-v:9', 'command.superseded')],
  ['a code that nobody knows', completed.rows, refused('stream-v:9', 'what.ever')],
  ['what only a request may be refused for', completed.rows, refused('stream-v:9', 'queue.empty')],
])('objects to %s', (_, rows, command) => {
  expect(judged(rows, command)).toBe(1);
});
