import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';
import { poolFor } from './support/functions.ts';

const CPU_MS = 300;
const { call } = poolFor({ threads: 1, limits: { cpuMs: CPU_MS } });
/** For what does nothing else than to use up its time: less of it says as much. */
const SHORT_MS = 150;
const { call: callShortly } = poolFor({ threads: 1, limits: { cpuMs: SHORT_MS } });
/** What a call may have of the processor besides its own, ms: what a thread has to obey, and another thread in its place. */
const MOST_MORE_MS = 900;
const GOOD = 'exports.f = async () => (await this.maestro?.get, "good")';

const attacks: readonly (readonly [what: string, source: string, failure: string | RegExp])[] = [
  ['loops for ever', 'exports.f = () => { for (;;); }', 'time'],
  ['loops for ever and catches what stops it', 'exports.f = () => { for (;;) { try { for (;;); } catch { continue; } finally { for (;;); } } }', 'time'],
  ['loops for ever while it is loaded', 'for (;;);', 'time'],
  ['makes microtasks for ever', 'exports.f = async () => { for (;;) await null; }', 'time'],
  ['makes microtasks for ever behind its answer', 'exports.f = () => { const again = () => Promise.resolve().then(again); again(); return "ok"; }', /time|memory/],
  ['doubles its microtasks', 'exports.f = () => { const twice = () => { Promise.resolve().then(twice); Promise.resolve().then(twice); }; twice(); return "ok"; }', /time|memory/],
  ['fills memory with text', 'exports.f = () => { const all = []; for (;;) all.push("x".repeat(1e5) + all.length); }', /time|memory/],
  ['wants a text of 2 GB', 'exports.f = () => "x".repeat(2e9)', 'threw'],
  ['doubles a text', 'exports.f = () => { let all = "x"; for (;;) all += all; }', /threw|memory/],
  ['fills memory with objects', 'exports.f = () => { const all = []; for (;;) all.push({}); }', /time|memory/],
  ['fills memory with buffers', 'exports.f = () => { const all = []; for (;;) all.push(new ArrayBuffer(1e6)); }', /time|memory/],
  ['fills an array', 'exports.f = () => new Array(1e9).fill(1)', /time|memory/],
  ['catches that memory is full', 'exports.f = () => { const all = []; for (;;) { try { for (;;) all.push(new ArrayBuffer(1e6)); } catch { all.push(1); } } }', /time|memory/],
  ['calls itself for ever', 'exports.f = () => exports.f()', 'threw'],
  ['has an expression that never ends', 'exports.f = () => /(a+)+$/.test("a".repeat(64) + "b")', 'time'],
  ['is one instruction that never ends', 'exports.f = () => new Array(2 ** 32 - 1).indexOf(1)', 'time'],
  ['waits for what never comes', 'exports.f = () => new Promise(() => {})', 'time'],
  ['never calls back', 'exports.f = (cb) => {}', 'time'],
  ['answers far too much', 'exports.f = () => "x".repeat(3e5)', 'size'],
  ['answers params that are far too large', 'exports.f = () => ({ text: "", params: new Array(1e5).fill("abc") })', 'size'],
  ['answers objects within each other', 'exports.f = () => { let params = []; for (let i = 0; i < 1000; i++) params = [params]; return { text: "", params }; }', 'size'],
  ['answers a circle', 'exports.f = () => { const params = []; params.push(params); return { text: "", params }; }', 'threw'],
  ['throws where it is read', 'exports.f = () => ({ get text() { throw new Error("no"); } })', 'threw'],
  ['loops where it is read', 'exports.f = () => ({ text: { toString() { for (;;); } } })', 'time'],
  ['throws an error that loops where it is read', 'exports.f = () => { throw { get message() { for (;;); }, toString() { for (;;); } }; }', /time|threw/],
  ['floods the host', 'exports.f = async function () { for (;;) this.maestro.get("k"); }', 'calls'],
  ['floods the host one by one', 'exports.f = async function () { for (;;) await this.maestro.get("k"); }', 'calls'],
  ['sends the host far too much', 'exports.f = async function () { await this.maestro.set("k", "x".repeat(2e6)); return ""; }', 'size'],
  ['wants the process', 'exports.f = () => process.exit(1)', 'threw'],
  ['wants the process by a constructor', 'exports.f = function () { return this.constructor.constructor("return process")().pid; }', 'threw'],
  ['wants the process by a function of the host', 'exports.f = () => debug.constructor("return process")().pid + http.get.constructor("return globalThis.process.pid")()', 'threw'],
  ['wants a module', 'exports.f = () => require("node:fs")', 'threw'],
  ['imports a module', 'exports.f = async () => (await import("node:fs")).readFileSync("/etc/passwd")', 'threw'],
  ['changes what the answer is written with', 'JSON.stringify = () => "{"; Array.prototype.push = Object.prototype.toString = () => { throw 1; }; exports.f = () => { throw 1; }', 'threw'],
  ['rejects with nothing', 'exports.f = () => Promise.reject()', 'threw'],
  ['is no function', 'exports.f = 1', 'unknown'],
  ['is called by a name of objects', 'exports.g = 1', 'unknown'],
  ['is no script', 'exports.f = (', 'syntax'],
  ['breaks out of what it is wrapped in', '}); for (;;); ({', /time|syntax|threw/],
  ['fails while it is loaded', 'null.x', 'threw'],
];

/** The most that this thread worked without a break, ms of its own processor time: what others take of the machine does not count. */
async function longestTurn(work: () => Promise<void>): Promise<number> {
  let [longest, before] = [0, process.threadCpuUsage()];
  const look = (): void => {
    const { system, user } = process.threadCpuUsage(before);
    longest = Math.max(longest, (system + user) / 1_000);
    before = process.threadCpuUsage();
  };
  const timer = setInterval(look, 1);
  await work();
  clearInterval(timer);
  look();
  return longest;
}

it.each(attacks)('a function that %s ends as a failure, and the next one works', async (_what, source, failure) => {
  const [attack, cpuMs] = failure === 'time' ? [callShortly, SHORT_MS] : [call, CPU_MS];
  const once = (): Promise<number> => longestTurn(async () => {
    const before = process.cpuUsage();
    const result = await attack(source);
    const { system, user } = process.cpuUsage(before);
    expect((system + user) / 1_000).toBeLessThan(cpuMs + MOST_MORE_MS);
    expect(result).toMatchObject({ failure: expect.stringMatching(failure), message: expect.any(String) });
    expect(await attack(GOOD)).toMatchObject({ text: 'good' });
  });
  // A collector's pause is not what the function does: it does not come three times.
  const turns = [await once()];
  while (turns.at(-1)! >= 20 && turns.length < 3) turns.push(await once());
  expect(Math.min(...turns)).toBeLessThan(20);
});

it('a function has its time whatever others take of the machine meanwhile', async () => {
  const sum = async (most: number): Promise<void> => {
    expect(await call('exports.f = (most) => { let sum = 0; for (let i = 0; i < most; i++) sum += i; return "ok"; }', { args: [most] })).toMatchObject({ text: 'ok' });
  };
  await sum(4e5);
  const before = process.cpuUsage();
  await sum(4e5);
  const { system, user } = process.cpuUsage(before);
  // So many as take half of its time, on whatever machine.
  const most = Math.ceil(4e5 * 150 / ((system + user) / 1_000));
  const others = Array.from({ length: availableParallelism() * 4 }, () => new Worker('for (;;);', { eval: true }));
  try {
    const begun = performance.now();
    await sum(most);
    // It had to wait for them: a clock on the wall would have ended it.
    expect(performance.now() - begun).toBeGreaterThan(300);
  } finally {
    await Promise.all(others.map((other) => other.terminate()));
  }
});

it('a function that changes prototypes changes nothing outside', async () => {
  const result = await call('exports.f = function () { this.intent.extras = JSON.parse(\'{"__proto__":{"polluted":1}}\'); return { text: "ok", params: JSON.parse(\'{"__proto__":{"polluted":1},"a":{"__proto__":1}}\') }; }', { scope: { intent: { name: 'i' } } });
  expect(result).toEqual({ text: 'ok', params: { a: {} }, intent: { drop: false, extras: {} }, debug: [] });
  expect(Object.assign({}, ...('params' in result ? [result.params] : []))).not.toHaveProperty('polluted');
});

it('leaves no line of debug beyond what it may', async () => {
  const result = await call('exports.f = () => { for (let i = 0; i < 1000; i++) debug("x".repeat(5000)); return "ok"; }');
  expect(result.debug).toHaveLength(200);
  expect(result.debug.every((line) => line.length <= 2_000)).toBe(true);
});

it('does not run what others are told to stop for again, once it asked for something outside', async () => {
  const asked: string[] = [];
  const host = async (name: string): Promise<null> => {
    asked.push(name);
    return new Promise(() => undefined);
  };
  const waiting = call('exports.f = async function () { await this.maestro.get("k"); return "ok"; }', { host });
  await expect.poll(() => asked).toEqual(['maestro.get']);
  await call('exports.f = () => new Array(2 ** 32 - 1).indexOf(1)');
  expect(await waiting).toMatchObject({ failure: 'stopped' });
  expect(asked).toEqual(['maestro.get']);
});

it('begins anew what only waited for another one that had to be stopped', async () => {
  const [bad, good] = await Promise.all([call('exports.f = () => new Array(2 ** 32 - 1).indexOf(1)'), call('exports.f = () => "good"', { key: 'other' })]);
  expect([bad, good]).toMatchObject([{ failure: 'time' }, { text: 'good' }]);
});

it('is busy when far too many wait', async () => {
  const all = await Promise.all(Array.from({ length: 300 }, () => call(GOOD)));
  expect(all.filter((result) => 'text' in result)).toHaveLength(256);
  expect(all.at(-1)).toMatchObject({ failure: 'busy' });
});
