import { syncBuiltinESMExports } from 'node:module';
import threads, { isMainThread } from 'node:worker_threads';

/** Loaded before a server: SIGUSR2 ends its writing thread, as a disk that fails does. */
if (isMainThread) {
  const { Worker } = threads;
  threads.Worker = class extends Worker {
    constructor(...args: ConstructorParameters<typeof Worker>) {
      super(...args);
      if (args[1]?.name === 'parlor-store') process.on('SIGUSR2', () => void this.terminate());
    }
  };
  syncBuiltinESMExports();
}
