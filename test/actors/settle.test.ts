import { setImmediate as turn } from 'node:timers/promises';
import { beforeEach, expect, it } from 'vitest';
import { Mailbox } from '#cluster/mailbox.ts';
import type { ChatLog } from '#rooms/conversation/chat-log.ts';
import { settle } from '#rooms/conversation/settle.ts';

let mailbox: Mailbox;
let happened: string[];
let full: number;
let lease: boolean;

beforeEach(() => {
  mailbox = new Mailbox((error) => { throw error; });
  happened = [];
  full = 0;
  lease = true;
});

const log: Pick<ChatLog, 'note'> = {
  note: (luggage, done) => {
    if (full-- > 0) return false;
    happened.push(`note ${JSON.stringify(luggage)}`);
    queueMicrotask(() => done?.(null));
    return true;
  },
};
const dispatch = { leave: () => void happened.push('left') };
const settling = () => settle({ dispatch, mailbox, log, luggage: () => ({ dispatchedSeq: happened.length }), holdsLease: () => lease });

it('lets what waits in the mailbox be decided before the last entry', async () => {
  const gate = Promise.withResolvers<void>();
  mailbox.run(() => gate.promise);
  mailbox.run(() => void happened.push('first'));
  mailbox.run(async () => {
    await turn();
    happened.push('second');
  });
  const settled = settling().then(() => happened.push('settled'));
  await turn();
  expect(happened, 'what is refused from here is told by the next activation').toEqual(['left']);
  gate.resolve();
  await settled;
  expect(happened).toEqual(['left', 'first', 'second', 'note {"dispatchedSeq":3,"snapshot":true}', 'settled']);
});

it('asks a full journal again', async () => {
  full = 2;
  await settling();
  expect(happened).toEqual(['left', 'note {"dispatchedSeq":1,"snapshot":true}']);
});

it('waits for no journal without a lease', async () => {
  full = Infinity;
  lease = false;
  await settling();
  expect(happened).toEqual(['left']);
});
