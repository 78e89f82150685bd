import type { Chat, DeskClient } from '#sdk/index.ts';

/** Resolves when a command is in the log, rejects with its code when it was refused. */
export function settled(chat: Chat, id: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const look = () => {
      const pending = chat.snapshot.pending.find((item) => item.id === id);
      if (pending?.status === 'sending') return;
      stop();
      if (pending?.status === 'failed') {
        chat.discard(id);
        reject(new Error(pending.code ?? 'internal'));
      } else resolve();
    };
    const stop = chat.subscribe(look);
    queueMicrotask(look);
  });
}

/** The lists follow a command within a moment; longer than this nobody waits for them, ms. */
const PATIENCE = 1_500;

/** Resolves when `holds` does, or when it takes too long. */
export function until(desk: DeskClient, holds: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      stop();
      resolve();
    };
    const timer = setTimeout(done, PATIENCE);
    const look = () => {
      if (holds()) done();
    };
    const stop = desk.subscribe(look);
    queueMicrotask(look);
  });
}
