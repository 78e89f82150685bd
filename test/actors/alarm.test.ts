import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { Alarm } from '#rooms/conversation/alarm.ts';
import { until, useVirtualTime } from '../support/virtual-time.ts';

useVirtualTime();

const NOW = 1_000_000;

/** An alarm whose row is a variable; `broken`: the store is away. */
function alarmOf({ fresh = true, row = null as number | null } = {}) {
  const store = { row, writes: 0, broken: false, retiring: false };
  const write = async (row: number | null): Promise<void> => {
    store.writes++;
    await Promise.resolve();
    if (store.broken) throw new Error('away');
    store.row = row;
  };
  const alarm = new Alarm({
    key: 'c_1', fresh, now: () => NOW, retiring: () => store.retiring, onError: () => {},
    timers: { set: ({ dueAt }) => write(dueAt), cancel: () => write(null) },
  });
  return { alarm, store };
}

const settled = (): Promise<void> => sleep(5);

it('is written, moved and taken back, and only where it changes', async () => {
  const { alarm, store } = alarmOf();
  alarm.set(NOW + 60_000);
  await settled();
  expect(store.row).toBe(NOW + 60_000);
  alarm.set(NOW + 60_000);
  await settled();
  expect(store.writes).toBe(1);
  for (const at of [70_000, 80_000, 90_000]) alarm.set(NOW + at);
  await settled();
  expect(store).toMatchObject({ row: NOW + 90_000, writes: 3 });
  alarm.set(null);
  await settled();
  expect(store.row).toBeNull();
});

it('costs nothing where a bot waits for nothing, or not for long', async () => {
  const { alarm, store } = alarmOf();
  alarm.set(null);
  alarm.set(NOW + 3_000);
  await settled();
  expect(store.writes).toBe(0);
});

it('leaves what is due where it is until there is another time', async () => {
  const { alarm, store } = alarmOf({ fresh: false, row: NOW - 1 });
  alarm.set(NOW - 1);
  await settled();
  expect(store).toMatchObject({ row: NOW - 1, writes: 0 });
  alarm.set(null);
  await settled();
  expect(store.row).toBeNull();
});

it('is written once the store is back, and not by one that has been succeeded', async () => {
  const { alarm, store } = alarmOf();
  store.broken = true;
  alarm.set(NOW + 60_000);
  await settled();
  store.broken = false;
  await until(() => expect(store.row).toBe(NOW + 60_000), { timeout: 3_000 });
  store.retiring = true;
  alarm.set(null);
  await settled();
  expect(store.row).toBe(NOW + 60_000);
});
