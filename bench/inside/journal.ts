import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ulid } from '#domain/ulid.ts';
import type { JournalEntry, Touch } from '#store/journal-entry.ts';
import { openStore } from '#store/open.ts';
import type { Store } from '#store/store.ts';
import { syncTimes } from '../sync-times.ts';
import { asked, numberOf, option, parsed } from '../usage.ts';

const USAGE = `What a row of the journal costs: CPU of the whole process (main thread, writing thread, garbage collector; on MySQL the
client's side only) and the time of a commit, with batches of a fixed size. The messages are made before the clock starts.

  npm run bench -- journal [--url sqlite:|mysql://...] [--batch 100] [--rooms 500] [--rows 60000]`;

const { url, size, rooms, total } = asked(USAGE, (args) => {
  const { values } = parsed({ args, options: { url: option('sqlite:'), batch: option('100'), rooms: option('500'), rows: option('60000') } });
  return { url: values.url, size: numberOf('batch', values.batch, 1), rooms: numberOf('rooms', values.rooms, 1), total: numberOf('rows', values.rows, 1) };
});

const TEXT = 'hello there, this is what a person writes in a chat';
const NOW = 1_764_000_000_000;

interface Room {
  readonly id: number;
  readonly stream: string;
  seq: number;
}

const random = (): Uint8Array => crypto.getRandomValues(new Uint8Array(16));

const touchOf = (seq: number): Touch => ({ lastSeq: seq, lastPublicSeq: seq, messageCount: seq, updatedAt: NOW + seq });

function entry(room: Room, done: () => void): JournalEntry {
  const seq = ++room.seq;
  const touch = touchOf(seq);
  const head = JSON.stringify({ type: 'message.posted', seq, publicSeq: seq, at: NOW + seq, by: 'visitor', kind: 'text' });
  const row = { seq, publicSeq: seq, clientId: `${room.stream}:${seq}`, at: NOW + seq, head, body: JSON.stringify({ text: TEXT }) };
  return {
    conversation: room.id, epoch: 1, rows: [row], touch, projection: null,
    committed: done,
    failed: (reason) => {
      throw new Error(`the journal refused a row: ${reason}`);
    },
  };
}

async function createRooms(store: Store): Promise<Room[]> {
  const made: Room[] = [];
  const all = Array.from({ length: rooms }, () => {
    const room = { id: store.ids.next(), stream: ulid(NOW, random()), seq: 0 };
    made.push(room);
    return new Promise<void>((resolve) => {
      const first = entry(room, resolve);
      const publicId = ulid(NOW, random());
      const projection = {
        ...touchOf(1), preview: TEXT, previewBy: 'visitor', previewKind: 'text', previewFrom: null, status: 'active', departmentId: publicId, assigneeId: publicId, transferAgentId: null,
        transferDepartmentId: null, openKey: null, queuedAt: null, endedAt: null,
      };
      const creation = {
        key: publicId, node: 'bench', publicId, contactId: publicId, channelAccountId: publicId, locale: 'en', startedAt: NOW,
      };
      store.journal.append({ ...first, touch: null, projection, creation });
    });
  });
  await Promise.all(all);
  return made;
}

/** Appends one batch and waits for it. Milliseconds, and CPU microseconds. */
async function commit(store: Store, made: readonly Room[]): Promise<{ ms: number; cpu: number; main: number }> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let left = size;
  const entries = Array.from({ length: size }, () => {
    const room = made[Math.floor(Math.random() * made.length)];
    if (room === undefined) throw new RangeError('no rooms');
    return entry(room, () => --left === 0 && resolve());
  });
  const thread = process.threadCpuUsage();
  const before = process.cpuUsage();
  const start = performance.now();
  for (const each of entries) store.journal.append(each);
  await promise;
  const ms = performance.now() - start;
  const used = process.cpuUsage(before);
  const own = process.threadCpuUsage(thread);
  return { ms, cpu: used.user + used.system, main: own.user + own.system };
}

function quantiles(times: readonly number[]): string {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (q: number): string => (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? 0).toFixed(2);
  return `p50 ${at(0.5)}  p99 ${at(0.99)}  p99.9 ${at(0.999)} ms`;
}

const dir = mkdtempSync(join(tmpdir(), 'parlor-journal-'));
const quiet = { info: () => undefined, warn: console.warn, error: console.error };
const store = await openStore({ url, dataDir: dir, logger: quiet, journal: { lingerMs: 0 } });
const made = await createRooms(store);
for (let rows = 0; rows < total / 4; rows += size) await commit(store, made);
const times: number[] = [];
let cpu = 0;
let main = 0;
let rows = 0;
for (; rows < total; rows += size) {
  const one = await commit(store, made);
  times.push(one.ms);
  cpu += one.cpu;
  main += one.main;
}
console.log(`${store.engine}  rooms ${rooms}  batch ${size}  rows ${rows}`);
console.log(`CPU a row  ${(cpu / rows).toFixed(2)} µs (main thread ${(main / rows).toFixed(2)})`);
console.log(`commit     ${quantiles(times)}`);
console.log(`sync alone ${quantiles(syncTimes(dir))}`);
await store.close();
rmSync(dir, { recursive: true });
