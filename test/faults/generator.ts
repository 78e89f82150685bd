import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { FromCrowd, Progress, Scene, ToCrowd } from './crowd/messages.ts';

/** The crowd, seen from the run: a process of its own, so that what the run does keeps nobody from talking. */
export class Generator {
  progress: Progress | null = null;
  readonly #child: ChildProcess;
  readonly #waiting: { readonly is: FromCrowd['is']; resolve(message: FromCrowd): void; reject(error: Error): void }[] = [];

  constructor() {
    this.#child = fork(join(import.meta.dirname, 'crowd/main.ts'), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    this.#child.on('message', (message: FromCrowd) => {
      if (message.is === 'progress') this.progress = message.progress;
      const at = this.#waiting.findIndex(({ is }) => is === message.is);
      if (at >= 0) this.#waiting.splice(at, 1)[0]!.resolve(message);
    });
    this.#child.on('exit', (code) => {
      for (const { reject } of this.#waiting.splice(0)) reject(new Error(`the crowd ended with ${code}`));
    });
  }

  async gather(scene: Scene): Promise<void> {
    await this.#ask({ do: 'gather', scene }, 'gathered');
  }

  talk(): void {
    this.#tell({ do: 'talk' });
  }

  hush(): void {
    this.#tell({ do: 'hush' });
  }

  /** Everybody speaks; resolves to how many commands are on their way then. */
  async burst(): Promise<number> {
    const { inFlight } = (await this.#ask({ do: 'burst' }, 'said')) as Extract<FromCrowd, { is: 'said' }>;
    return inFlight;
  }

  probe(conversations: readonly string[] | null): void {
    this.#tell({ do: 'probe', conversations });
  }

  async reload(how: 'gently' | 'hard'): Promise<readonly string[]> {
    const { conversations } = (await this.#ask({ do: 'reload', how }, 'reloaded')) as Extract<FromCrowd, { is: 'reloaded' }>;
    return conversations;
  }

  mischief(on: boolean): void {
    this.#tell({ do: 'mischief', on });
  }

  async record(file: string): Promise<void> {
    await this.#ask({ do: 'record', file }, 'recorded');
  }

  async close(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const gone = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await gone;
  }

  #tell(message: ToCrowd): void {
    this.#child.send(message);
  }

  #ask(message: ToCrowd, is: FromCrowd['is']): Promise<FromCrowd> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ is, resolve, reject });
      this.#tell(message);
    });
  }
}
