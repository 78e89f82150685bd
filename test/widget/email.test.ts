import { signal } from '@preact/signals';
import { expect, test } from 'vitest';
import { createEmail } from '../../clients/widget/frame/email.ts';

function asking({ begun = false, wanted = 'optional' }: { readonly begun?: boolean; readonly wanted?: 'optional' | 'required' } = {}) {
  const left: string[] = [];
  const answers: PromiseWithResolvers<void>[] = [];
  const given = { begun: signal(begun), away: signal(true), wanted: signal(wanted) };
  const leave = (address: string): Promise<void> => {
    left.push(address);
    const answer = Promise.withResolvers<void>();
    answers.push(answer);
    return answer.promise;
  };
  return { email: createEmail({ ...given, leave }), ...given, left, answers };
}

test('before a chat the words wait for it where it is wanted, and it goes with them', () => {
  const { email, left } = asking({ wanted: 'required' });
  expect([email.check(), email.flaw.value]).toEqual([false, 'missing']);
  email.text.value = 'anna@shop';
  expect([email.check(), email.flaw.value, email.given()]).toEqual([false, 'invalid', '']);
  email.text.value = ' anna@shop.example ';
  expect([email.check(), email.flaw.value, email.given()]).toEqual([true, null, 'anna@shop.example']);
  expect(left).toEqual([]);
  email.keep(email.given());
  expect([email.asked.value, email.kept.value]).toEqual([null, 'anna@shop.example']);
});

test('in a chat no words wait for it; it goes by itself or beside them, and is asked for no more once it is kept', async () => {
  const { answers, away, email, left } = asking({ wanted: 'required', begun: true });
  expect([email.asked.value, email.check()]).toEqual(['optional', true]);
  expect([await email.leave(), email.flaw.value]).toEqual([false, 'missing']);
  email.text.value = 'anna@shop.example';
  expect(email.check()).toBe(true);
  answers[0]?.reject(new Error('no line'));
  await expect.poll(() => email.flaw.value).toBe('failed');
  const leaving = email.leave();
  answers[1]?.resolve();
  expect(await leaving).toBe(true);
  expect([left, email.asked.value, email.kept.value]).toEqual([['anna@shop.example', 'anna@shop.example'], null, 'anna@shop.example']);
  away.value = false;
  expect(email.kept.value).toBeNull();
});

test('what went for somebody who was forgotten meanwhile is not shown to the next', async () => {
  const { answers, email } = asking({ begun: true });
  email.text.value = 'anna@shop.example';
  const leaving = email.leave();
  email.forget();
  answers[0]?.resolve();
  expect(await leaving).toBe(false);
  expect([email.asked.value, email.kept.value, email.text.value]).toEqual(['optional', null, '']);
});
