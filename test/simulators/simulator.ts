import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/**
 * How a provider treats what we send to a person. `lying`: takes it and says nothing; `busy`: asks to be left alone for a second;
 * `closed`: takes nothing to this person until they write again; `never`: will not take such a message.
 */
export type Mood = 'fine' | 'lying' | 'busy' | 'closed' | 'never';

/** A file as a person sends it, or gets it: `base64` is empty for one that they have the address of. */
export interface SentFile {
  readonly kind: 'image' | 'file' | 'voice';
  readonly name: string;
  readonly type: string;
  readonly base64: string;
}

/** What a person got. Attempts that the provider did not take are not in here. */
export interface Got {
  /** The same for what came again, where the provider can tell. */
  readonly id: string;
  /** The person, as the test calls them. */
  readonly to: string;
  readonly text: string;
  /** Who says it, where the provider is told. */
  readonly by?: string;
  /** Where there are buttons under it. */
  readonly choices?: readonly string[];
  /** `text` is its caption then. */
  readonly file?: SentFile;
  /** Whether it came as the protocol wants it: signed, with the right token. */
  readonly genuine: boolean;
}

export interface Utterance {
  /** Where to: a node. */
  readonly origin: string;
  /** As the test calls them; the provider has an id of its own for them, and the name `Name of <person>`. */
  readonly person: string;
  readonly text: string;
  /** What tells it from others: the same for what the provider brings again. */
  readonly id: string;
  /** `choice`: the button with this text is pressed, under what they got last; written where the provider has no buttons. Default `text`. */
  readonly as?: 'text' | 'choice';
  /** `text` is its caption then. */
  readonly file?: SentFile;
  /** What else is asked of this provider's protocol: each knows its own. */
  readonly flaw?: string;
}

/** `status` 0: no answer came. */
export interface Answer {
  readonly status: number;
  readonly body: string;
}

/** What a simulator is told to do. `deed`: what only this provider can do, with JSON of its own. */
export type Errand = { readonly mood: Mood; readonly person: string } | { readonly say: Utterance } | { readonly typing: Pick<Utterance, 'origin' | 'person'> } | { readonly deed: string; readonly with: unknown };
export type Order = { readonly n: number } & Errand;
export type Report = { readonly listening: number } | { readonly got: Got } | { readonly typed: string } | { readonly n: number; readonly answer: Answer | null };

export interface Simulator {
  readonly port: number;
  readonly got: readonly Got[];
  /** To whom somebody was seen to type, as often as the provider was told so. */
  readonly typed: readonly string[];
  /** Towards this person from now on; it is `fine` at first. */
  mood(person: string, mood: Mood): Promise<void>;
  say(utterance: Utterance): Promise<Answer>;
  /** A person types. */
  typing(who: Pick<Utterance, 'origin' | 'person'>): Promise<Answer>;
  deed(deed: string, value?: unknown): Promise<Answer>;
  end(): Promise<void>;
}

const NO_ANSWER: Answer = { status: 0, body: '' };

/** `file`: of this folder, with its arguments. */
export async function startSimulator(file: string, ...args: readonly string[]): Promise<Simulator> {
  const child: ChildProcess = fork(join(import.meta.dirname, file), args);
  const got: Got[] = [];
  const typed: string[] = [];
  const waiting = new Map<number, (answer: Answer | null) => void>();
  const up = Promise.withResolvers<number>();
  child.once('exit', (code) => up.reject(new Error(`${file} ended with ${code}`)));
  child.on('message', (report: Report) => {
    if ('listening' in report) up.resolve(report.listening);
    else if ('got' in report) got.push(report.got);
    else if ('typed' in report) typed.push(report.typed);
    else waiting.get(report.n)?.(report.answer);
  });
  let asked = 0;
  const order = async (errand: Errand): Promise<Answer> => {
    const n = ++asked;
    const answered = new Promise<Answer | null>((resolve) => waiting.set(n, resolve));
    child.send({ n, ...errand } satisfies Order);
    return (await answered) ?? NO_ANSWER;
  };
  return {
    got, typed,
    port: await up.promise,
    mood: async (person, mood) => void (await order({ mood, person })),
    say: (utterance) => order({ say: utterance }),
    typing: (who) => order({ typing: who }),
    deed: (deed, value = null) => order({ deed, with: value }),
    end: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
  };
}

/** The other end of it, in the simulator's own process. An errand that throws has no answer. */
export function serveErrands(does: (errand: Errand) => Promise<Answer | null> | Answer | null): (report: Report) => void {
  const tell = (report: Report): void => void process.send?.(report);
  process.on('message', ({ n, ...errand }: Order) => {
    void Promise.resolve().then(() => does(errand)).catch(() => null).then((answer) => tell({ n, answer }));
  });
  // The test is gone.
  process.on('disconnect', () => process.exit());
  return tell;
}
