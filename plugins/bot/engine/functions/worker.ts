import { parentPort, workerData } from 'node:worker_threads';
import { makeInterpreter, type Interpreter } from './interpreter.ts';
import { PULSE, RUNNING, type FromWorker, type ToWorker } from './messages.ts';
import { Sandbox } from './sandbox.ts';

/** Interpreters that wait for the next call of their bot. */
const MOST_IDLE = 8;

interface Warm {
  readonly key: string;
  readonly sandbox: Sandbox;
  readonly taken: Interpreter['taken'];
}

const port = parentPort;
if (port === null) throw new Error('This runs in a worker thread');
const shared = new Int32Array(workerData as SharedArrayBuffer);

const running = new Map<number, Sandbox>();
/** Those that were used last at the end. */
const idle: Warm[] = [];
const send = (message: FromWorker): void => port.postMessage(message);

port.on('message', (message: ToWorker) => {
  if (message.type === 'run') void run(message);
  else enter(message.run, (sandbox) => sandbox.reply(message.call, message.ok, message.value));
});
send({ type: 'ready' });

const alive = (): void => void Atomics.add(shared, PULSE, 1);

/** What runs now is written where the other thread sees it: this one hears nothing meanwhile. */
function enter(id: number, call: (sandbox: Sandbox) => void): void {
  const sandbox = running.get(id);
  if (sandbox === undefined) return;
  Atomics.store(shared, RUNNING, id);
  alive();
  call(sandbox);
  Atomics.store(shared, RUNNING, 0);
}

async function run({ limits, plugin, run: id, ...call }: Extract<ToWorker, { type: 'run' }>): Promise<void> {
  const at = idle.findLastIndex(({ key }) => key === plugin.key);
  const warm = idle.splice(at, at < 0 ? 0 : 1)[0] ?? (await make());
  running.set(id, warm.sandbox);
  const timer = setTimeout(() => warm.sandbox.abort('time', `The function took more than ${limits.wallMs} ms`), limits.wallMs);
  enter(id, (sandbox) => sandbox.start(plugin, { ...call, limits }, (asked, name, args) => send({ type: 'host', run: id, call: asked, name, args }), (outcome) => {
    clearTimeout(timer);
    running.delete(id);
    send('value' in outcome ? { type: 'done', run: id, ...outcome } : { type: 'failed', run: id, ...outcome });
    if (!sandbox.isSpoilt && warm.taken() < limits.memoryBytes / 2) idle.push(warm);
    if (idle.length > MOST_IDLE) idle.shift();
  }));

  async function make(): Promise<Warm> {
    const { quickjs, taken } = await makeInterpreter(limits.memoryBytes);
    return { key: plugin.key, sandbox: new Sandbox(quickjs, limits, alive), taken };
  }
}
