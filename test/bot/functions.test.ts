import { describe, expect, it } from 'vitest';
import { poolFor } from './support/functions.ts';

const { call, pool } = poolFor({ threads: 2 });
const answered = async (source: string, ...args: readonly unknown[]) => {
  const result = await call(source, { args });
  return 'text' in result ? result.text : `${result.failure}: ${result.message}`;
};

describe('a function', () => {
  it('is given captures, and answers with a text, alone or with params', async () => {
    expect(await call('exports.f = async (a, b) => `${a}+${b}`', { args: ['北京', 2] })).toEqual({ text: '北京+2', intent: null, debug: [] });
    expect(await call('exports.f = async () => ({ text: "hi", params: [{ type: "button" }] })')).toEqual({ text: 'hi', params: [{ type: 'button' }], intent: null, debug: [] });
    expect(await answered('exports.f = () => ({ string: "old" })')).toBe('old');
    expect(await answered('exports.f = () => {}')).toBe('');
    expect(await answered('exports.f = () => 7')).toBe('7');
  });

  it('may call back instead, as those of before promises do', async () => {
    expect(await answered('exports.f = function (account, cb) { cb(null, "no " + account); }', 'a')).toBe('no a');
    expect(await answered('exports.f = (cb) => { Promise.resolve().then(() => cb(null, { text: "later" })); }')).toBe('later');
    expect(await answered('exports.f = (a, b, cb) => cb(null, String(b))', 'a')).toBe('undefined');
    expect(await answered('exports.f = (cb) => cb(new Error("no"))')).toBe('threw: Error: no (plugin.js:1)');
  });

  it('that throws is told why', async () => {
    expect(await answered('exports.f = () => { throw new TypeError("no"); }')).toBe('threw: TypeError: no (plugin.js:1)');
    expect(await answered('exports.f = async () => { await null; throw "text"; }')).toBe('threw: text');
    expect(await answered('\n\nexports.f = () => null.x')).toMatch(/^threw: TypeError: .* \(plugin.js:3\)$/);
    expect(await answered('exports.f = () => { throw { get stack() { throw 1; } }; }')).toBe('threw: What was thrown cannot be read');
    expect(await answered('exports.f = 1')).toBe('unknown: plugin.js exports no function f');
    expect(await call('exports.g = 1', { name: 'constructor' })).toMatchObject({ failure: 'unknown' });
  });

  it('knows the visitor, the message, the open intent and the configuration, which it cannot change', async () => {
    const source = 'exports.f = function () { try { "use strict"; config.KEY = "other"; } catch {} return [this.user.id, this.user.history.length, this.message.original, this.intent.name, config.KEY].join(); }';
    const scope = { user: { id: 'u', history: [{ input: {} }] }, message: { original: '你好' }, intent: { name: 'book' } };
    expect(await call(source, { scope, config: { KEY: 'secret' } })).toMatchObject({ text: 'u,1,你好,book,secret' });
  });

  it('changes the open intent', async () => {
    const source = 'exports.f = async function () { this.intent.drop = true; this.intent.extras = { ...this.intent.extras, date: "today" }; return "ok"; }';
    expect(await call(source, { scope: { intent: { name: 'book', extras: { n: 1 } } } })).toMatchObject({ intent: { drop: true, extras: { n: 1, date: 'today' } } });
  });

  it('leaves lines of debug, with what they are about', async () => {
    const source = 'exports.f = () => { debug("a %s %d%% %j", "x", 1, { b: 2 }, "more"); debug({ c: 3 }); console.log("l", [1]); debug(new Error("e")); debug(undefined); return ""; }';
    expect((await call(source)).debug).toEqual(['a x 1% {"b":2} more', '{"c":3}', 'l [1]', 'Error: e', 'undefined']);
    expect(await call('exports.f = () => { debug("before"); throw new Error("no"); }')).toMatchObject({ failure: 'threw', debug: ['before'] });
  });

  it('is compiled once a version: what a plugin keeps is still there with the next call', async () => {
    const source = 'let n = 0; exports.f = () => String(++n)';
    expect([await answered(source), await answered(source), await call(source, { key: 'another version' })]).toMatchObject(['1', '2', { text: '1' }]);
  });

  it('costs little once it is compiled', async () => {
    const source = 'exports.f = async (a) => ({ text: "hi " + a, params: _.range(20) })';
    await answered(source, 'a');
    const begun = performance.now();
    for (let i = 0; i < 200; i++) await answered(source, 'a');
    expect((performance.now() - begun) / 200).toBeLessThan(5);
  });
});

describe('the host', () => {
  it('is asked by maestro, and what it rejects with is caught', async () => {
    const asked: unknown[] = [];
    const host = (name: string, args: readonly unknown[]): Promise<unknown> => {
      asked.push([name, ...args]);
      return name === 'maestro.incrby' ? Promise.reject(new Error('no number')) : Promise.resolve({ got: args[0] });
    };
    const source = 'exports.f = async function () { const { got } = await this.maestro.get("k"); try { await this.maestro.incrby("k", 1); } catch (error) { return got + error.message; } }';
    expect(await call(source, { host })).toMatchObject({ text: 'kno number' });
    expect(asked).toEqual([['maestro.get', 'k'], ['maestro.incrby', 'k', 1]]);
  });

  it('offers all that functions of such bots call', async () => {
    const host = (name: string, args: readonly unknown[]): Promise<unknown> => Promise.resolve(`${name.slice(8)}/${args.length}`);
    const source = 'exports.f = async function () { const m = this.maestro; return (await Promise.all([m.get(1), m.set(1, 2, 3), m.ttl(1), m.incrby(1, 2), m.del(1), m.profile(1, 2, 3), m.extractTime(1), m.extractNumber(1), m.extractRegexDicts(1), m.keywords(1, 2), m.digest(1, 2), m.searchFAQs(1), m.getFAQList(1), m.getFAQDetail(1), m.getHotFAQs()])).join(" "); }';
    expect(await call(source, { host })).toMatchObject({ text: 'get/1 set/3 ttl/1 incrby/2 del/1 profile/3 extractTime/1 extractNumber/1 extractRegexDicts/1 keywords/2 digest/2 searchFAQs/1 getFAQList/1 getFAQDetail/1 getHotFAQs/0' });
    expect(await answered('exports.f = function () { return this.maestro.formatTime(0) + this.maestro.formatTime("1595955961672", "YYYY年MM月DD日 HH:mm:ss"); }')).toBe('1970/01/01 08:002020年07月29日 01:06:01');
  });

  it('is asked for http as axios is, and may refuse', async () => {
    const asked: unknown[] = [];
    const host = (_name: string, [request]: readonly unknown[]): Promise<unknown> => {
      asked.push(request);
      const { url } = request as { readonly url: string };
      if (url.includes('refused')) return Promise.reject(new Error('This address is not allowed'));
      return Promise.resolve({ status: url.includes('missing') ? 404 : 200, statusText: '', headers: {}, data: { n: asked.length } });
    };
    const run = (body: string) => call(`exports.f = async () => { ${body} }`, { host });
    expect(await run('const r = await http.get("https://a.example/x?y=1", { params: { z: "你", n: null }, headers: { A: "b" }, timeout: 9 }); return r.status + JSON.stringify(r.data);')).toMatchObject({ text: '200{"n":1}' });
    expect(await run('return (await http.post("https://a.example", { q: 1 })).data.n + "" + (await http({ url: "https://a.example", method: "PUT" })).data.n;')).toMatchObject({ text: '23' });
    expect(await run('const c = http.create({ baseURL: "https://b.example", headers: { T: "1" } }); return String((await c.delete("/d")).data.n);')).toMatchObject({ text: '4' });
    expect(await run('try { await http.get("https://a.example/missing"); } catch (error) { return error.message + error.response.status + error.isAxiosError; }')).toMatchObject({ text: 'Request failed with status code 404404true' });
    expect(await run('await http.get("https://refused.example")')).toMatchObject({ failure: 'threw', message: 'Error: This address is not allowed' });
    expect(asked.slice(0, 4)).toEqual([
      { method: 'GET', url: 'https://a.example/x?y=1&z=%E4%BD%A0', headers: { A: 'b' }, timeout: 9 },
      { method: 'POST', url: 'https://a.example', headers: {}, data: { q: 1 } },
      { method: 'PUT', url: 'https://a.example', headers: {} },
      { method: 'DELETE', url: 'https://b.example/d', headers: { T: '1' } },
    ]);
  });

  it('may take long, while other functions run', async () => {
    const asked = Promise.withResolvers<void>();
    const answer = Promise.withResolvers<unknown>();
    const host = (): Promise<unknown> => {
      asked.resolve();
      return answer.promise;
    };
    const waiting = call('exports.f = async function () { return await this.maestro.get("k"); }', { host });
    await asked.promise;
    expect(await answered('exports.f = () => "meanwhile"')).toBe('meanwhile');
    answer.resolve('done');
    expect(await waiting).toMatchObject({ text: 'done' });
  });

  it('that says nothing ends the call in time', async () => {
    const { call: impatient } = poolFor({ threads: 1, limits: { wallMs: 200 } });
    expect(await impatient('exports.f = async function () { await this.maestro.get("k"); }', { host: () => new Promise(() => undefined) })).toMatchObject({ failure: 'time' });
  });

  it('that answers what is no JSON, or far too much, is an error to the function', async () => {
    const source = 'exports.f = async function () { try { await this.maestro.get("k"); } catch (error) { return error.message; } }';
    expect(await call(source, { host: () => Promise.resolve('x'.repeat(2_000_000)) })).toMatchObject({ text: 'The answer is too large' });
    expect(await call(source, { host: () => Promise.resolve(1n) })).toMatchObject({ text: expect.stringContaining('BigInt') });
    expect(await call(source, { host: () => { throw new Error('at once'); } })).toMatchObject({ text: 'at once' });
  });
});

it('names what a plugin exports, or what is wrong with it', async () => {
  expect(await pool.exports({ key: 'a', source: 'exports.b = () => 1; exports.a = async () => 2; exports.c = 3;', config: {} })).toEqual(['a', 'b']);
  expect(await pool.exports({ key: 'b', source: 'exports.b = (', config: {} })).toMatchObject({ failure: 'syntax' });
  expect(await pool.exports({ key: 'c', source: 'x'.repeat(1_000_001), config: {} })).toMatchObject({ failure: 'size' });
});

describe('_', () => {
  it.each([
    ['_.keyBy([{ n: "a", v: 1 }], "n").a.v', '1'], ['_.groupBy([1, 2, 3], (n) => n % 2)["1"]', '[1,3]'], ['_.concat([1], 2, [3])', '[1,2,3]'], ['_.get({ a: [{ b: 1 }] }, "a[0].b")', '1'], ['_.get({}, "a.b", 2)', '2'],
    ['_.set({}, "a.b", 1)', '{"a":{"b":1}}'], ['_.has({ a: { b: 0 } }, "a.b")', 'true'], ['_.uniqBy([{ a: 1 }, { a: 1 }], "a")', '[{"a":1}]'], ['_.sortBy([{ a: 2 }, { a: 1 }], "a")', '[{"a":1},{"a":2}]'],
    ['_.orderBy([1, 3, 2], undefined, ["desc"])', '[3,2,1]'], ['_.filter([{ a: 1 }, { a: 2 }], { a: 1 })', '[{"a":1}]'], ['_.map({ x: { n: 1 } }, "n")', '[1]'], ['_.isEmpty({})', 'true'], ['_.chunk([1, 2, 3], 2)', '[[1,2],[3]]'],
    ['_.pick({ a: 1, b: 2 }, ["a"])', '{"a":1}'], ['_.omit({ a: 1, b: 2 }, "a")', '{"b":2}'], ['_.defaults({ a: 1 }, { a: 2, b: 3 })', '{"a":1,"b":3}'], ['_.merge({ a: { b: 1 } }, { a: { c: 2 } })', '{"a":{"b":1,"c":2}}'], ['_.range(1, 4)', '[1,2,3]'], ['_.sumBy([{ a: 1 }, { a: 2 }], "a")', '3'],
  ])('%s is %s', async (expression, expected) => {
    expect(await answered(`exports.f = () => JSON.stringify(${expression})`)).toBe(expected);
  });
});
