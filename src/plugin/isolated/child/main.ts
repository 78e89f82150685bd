import { Socket } from 'node:net';
import '../../define.ts';
import type { HouseFrame } from '../frames.ts';
import { Lines } from '../frames.ts';
import { confine } from './confine.ts';
import { serveModules, urlOf } from './modules.ts';
import { Session, described } from './session.ts';

/** The contract: it is there already, and the plugin gets this very module. */
const contract = new URL('../../define.ts', import.meta.url).href;

/** From here on the process is the plugin's. */
export function serve(): void {
  /** Ends the process without the events of an exit, which the plugin could listen to; Node's types keep quiet about it. */
  const { reallyExit } = process as unknown as { readonly reallyExit: (code: number) => never };
  const exit = reallyExit.bind(process);
  const pipe = new Socket({ fd: 3, readable: true, writable: true });
  const session = new Session(pipe);
  // A process without its house has nothing to do. What it cannot write the house does not want.
  pipe.on('close', () => exit(0)).on('error', () => exit(0));
  const { process: own } = globalThis;
  const sources = new Map<string, string>();
  confine((text) => session.log(text));
  serveModules(sources, contract);
  // Of the plugin's timers and forgotten promises: said, and no reason to end.
  own.on('unhandledRejection', (error) => session.log(`an unhandled rejection: ${described(error).message}`));
  own.on('uncaughtException', (error) => session.log(`an uncaught exception: ${described(error).message}`));

  const load = async ({ main, sources: given }: Extract<HouseFrame, { t: 'load' }>): Promise<void> => {
    for (const [path, text] of Object.entries(given)) sources.set(path, text);
    try {
      const module = (await import(urlOf(main))) as { readonly default?: unknown };
      session.open(module.default);
    } catch (error) {
      session.send({ t: 'thrown', id: 0, error: described(error) });
    }
  };

  const lines = new Lines(Infinity);
  pipe.on('data', (bytes: Buffer) => {
    for (const line of lines.push(bytes)) {
      const frame = JSON.parse(line) as HouseFrame;
      if (frame.t === 'load') void load(frame);
      else session.receive(frame);
    }
  });
  session.send({ t: 'booted' });
}
