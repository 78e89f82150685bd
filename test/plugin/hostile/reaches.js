import * as crypto from 'node:crypto';
import * as events from 'node:events';
import * as stream from 'node:stream';
import * as util from 'node:util';
import { definePlugin, z } from 'parlor/plugin';
import { about, title } from './about.js';

const Made = Object.getPrototypeOf(async () => {}).constructor;
/** An import from a text, which has no file of its own. */
const imported = (specifier) => new Made(`return import(${JSON.stringify(specifier)})`)();

/** Whatever can be walked to from what a plugin is given: the real process would have a pid. */
function search(roots, found) {
  const seen = new Set();
  const open = [...roots];
  for (let next = open.pop(); next !== undefined && seen.size < 50_000; next = open.pop()) {
    if ((typeof next !== 'object' && typeof next !== 'function') || next === null || seen.has(next)) continue;
    seen.add(next);
    if (found(next)) return next;
    try {
      for (const key of Reflect.ownKeys(next)) {
        const { get, value } = Reflect.getOwnPropertyDescriptor(next, key) ?? {};
        open.push(value, get);
      }
      open.push(Object.getPrototypeOf(next));
    } catch {
      // A proxy, or what is gone.
    }
  }
  throw new Error('nothing found');
}

function throughFrames() {
  Error.prepareStackTrace = (_error, frames) => frames.map((frame) => [frame.getThis(), frame.getFunction()]);
  const { stack } = new Error('look');
  Error.prepareStackTrace = undefined;
  return search([stack], (each) => typeof each.pid === 'number' && typeof each.kill === 'function');
}

/** Each must fail, or answer with nothing. */
const ATTEMPTS = {
  ...Object.fromEntries(['fs', 'node:fs/promises', 'net', 'dgram', 'tls', 'http', 'https', 'http2', 'dns', 'child_process', 'worker_threads', 'cluster', 'inspector', 'module', 'process', 'vm', 'os', 'v8', 'async_hooks', 'node:sqlite', 'zod', '/etc/passwd', 'file:///etc/passwd', 'data:text/javascript,export default 1', 'https://example.com/x.js', '../../package.json']
    .flatMap((name) => [[`import ${name}`, () => import(name)], [`made import ${name}`, () => imported(name)]])),
  fetch: () => globalThis.fetch('http://127.0.0.1/'),
  socket: () => new globalThis.WebSocket('ws://127.0.0.1/'),
  require: () => globalThis.require('fs'),
  binding: () => process.binding('fs'),
  builtin: () => process.getBuiltinModule('fs').readFileSync('/etc/passwd'),
  kill: () => process.kill(process.ppid, 0),
  exit: () => process.exit(1),
  abort: () => process.abort(),
  made: () => new Made('return process.getBuiltinModule("fs")')(),
  walk: () => search([globalThis, crypto, events, stream, util, definePlugin, z], (each) => typeof each.pid === 'number' && typeof each.kill === 'function'),
  frames: throughFrames,
  environment: () => { if (Object.keys(process.env).length === 0) throw new Error('empty'); },
};

export default definePlugin({
  ...about, id: 'reaches', config: z.object({}),
  jobs: {
    reach: {
      title, schedule: { seconds: 3_600 },
      run: async ({ data }) => {
        const reached = [];
        for (const [name, attempt] of Object.entries(ATTEMPTS)) {
          try {
            await attempt();
            reached.push(name);
          } catch {
            // As it should be.
          }
        }
        await data.set('reached', reached);
      },
    },
    forbidden: { title, schedule: { seconds: 3_600 }, run: ({ http }) => http.request({ url: 'http://127.0.0.1/' }) },
    timers: { title, schedule: { seconds: 3_600 }, run: () => { setTimeout(() => { throw new Error('much later'); }); void Promise.reject(new Error('nobody waits')); } },
  },
});
