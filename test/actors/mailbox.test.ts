import { expect, it } from 'vitest';
import { Mailbox } from '#cluster/mailbox.ts';

function setUp() {
  const errors: unknown[] = [];
  const seen: string[] = [];
  return { errors, seen, mailbox: new Mailbox((error) => errors.push(error)) };
}

it('runs a task that does not wait at once', () => {
  const { mailbox, seen } = setUp();
  mailbox.run(() => void seen.push('a'));
  expect([seen, mailbox.idle]).toEqual([['a'], true]);
});

it('lets nothing overtake a task that waits', async () => {
  const { mailbox, seen } = setUp();
  const gate = Promise.withResolvers<void>();
  mailbox.run(async () => {
    await gate.promise;
    seen.push('slow');
  });
  mailbox.run(() => void seen.push('quick'));
  mailbox.run(async () => void seen.push('last'));
  expect([seen, mailbox.idle]).toEqual([[], false]);
  gate.resolve();
  await expect.poll(() => seen).toEqual(['slow', 'quick', 'last']);
  await expect.poll(() => mailbox.idle).toBe(true);
});

it('reports a task that throws or rejects, and goes on', async () => {
  const { mailbox, seen, errors } = setUp();
  mailbox.run(() => {
    throw new Error('thrown');
  });
  mailbox.run(() => Promise.reject(new Error('rejected')));
  mailbox.run(() => void seen.push('next'));
  await expect.poll(() => seen).toEqual(['next']);
  expect(errors).toEqual([new Error('thrown'), new Error('rejected')]);
});

it('takes tasks that a task adds behind those that wait already', async () => {
  const { mailbox, seen } = setUp();
  const gate = Promise.withResolvers<void>();
  mailbox.run(() => gate.promise);
  mailbox.run(() => {
    seen.push('one');
    mailbox.run(() => void seen.push('three'));
  });
  mailbox.run(() => void seen.push('two'));
  gate.resolve();
  await expect.poll(() => seen).toEqual(['one', 'two', 'three']);
});

it('does not grow the stack with the tasks that wait', async () => {
  const { mailbox } = setUp();
  let ran = 0;
  mailbox.run(() => Promise.resolve());
  for (let i = 0; i < 50_000; i++) mailbox.run(() => void (ran += 1));
  await expect.poll(() => ran).toBe(50_000);
});
