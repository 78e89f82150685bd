import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/**
 * How a provider treats what we send it. `lying`: takes it and says nothing; `busy`: asks to be left alone for a second;
 * `closed`: takes nothing to this person until they write again; `never`: will not take such a message.
 */
export type Mood = 'fine' | 'lying' | 'busy' | 'closed' | 'never';

/** What a person got. Attempts that the provider did not take are not in here. */
export interface Got {
  readonly id: string;
  readonly to: string;
  readonly text: string;
  readonly genuine: boolean;
}

export interface Utterance {
  /** Where to: a node. */
  readonly origin: string;
  readonly person: string;
  readonly text: string;
  /** The provider's id of it: the same for what it brings again. */
  readonly id: string;
  /** What else is asked of this provider's protocol: each knows its own. */
  readonly flaw?: string;
}

/** `status` 0: no answer came. */
export interface Answer {
  readonly status: number;
  readonly body: string;
}

export type Order = { readonly n: number } & ({ readonly mood: Mood } | { readonly say: Utterance });
export type Report = { readonly listening: number } | { readonly got: Got } | { readonly n: number; readonly answer: Answer | null };

export interface Simulator {
  readonly port: number;
  readonly got: readonly Got[];
  mood(mood: Mood): Promise<void>;
  say(utterance: Utterance): Promise<Answer>;
  end(): Promise<void>;
}

/** `file`: of this folder, with its arguments. */
export async function startSimulator(file: string, ...args: readonly string[]): Promise<Simulator> {
  const child: ChildProcess = fork(join(import.meta.dirname, file), args);
  const got: Got[] = [];
  const waiting = new Map<number, (answer: Answer | null) => void>();
  const up = Promise.withResolvers<number>();
  child.once('exit', (code) => up.reject(new Error(`${file} ended with ${code}`)));
  child.on('message', (report: Report) => {
    if ('listening' in report) up.resolve(report.listening);
    else if ('got' in report) got.push(report.got);
    else waiting.get(report.n)?.(report.answer);
  });
  let asked = 0;
  const order = (what: { readonly mood: Mood } | { readonly say: Utterance }): Promise<Answer | null> => {
    const n = ++asked;
    const answered = new Promise<Answer | null>((resolve) => waiting.set(n, resolve));
    child.send({ n, ...what } satisfies Order);
    return answered;
  };
  return {
    got,
    port: await up.promise,
    mood: async (mood) => void (await order({ mood })),
    say: async (utterance) => (await order({ say: utterance })) ?? { status: 0, body: '' },
    end: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
  };
}
