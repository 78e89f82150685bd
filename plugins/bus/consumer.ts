import { setTimeout as sleep } from 'node:timers/promises';
import type { OrderOutcome } from 'parlor/plugin';
import { carryOut, readCommand, type Command, type Flaw } from './command.ts';
import type { Own } from './config.ts';
import { linkTo } from './dial.ts';
import type { StompConnection } from './stomp/connection.ts';
import type { Frame } from './stomp/frame.ts';
import type { Link } from './stomp/link.ts';

/** Commands that are under way at a time on a node. */
const PREFETCH = 64;
const FIRST_WAIT_MS = 100;
const MOST_WAIT_MS = 5_000;

/**
 * Each node consumes; the broker gives the queue to one of them at a time, and to the next where that one is gone, so commands keep the
 * order of the queue. Brokers take no notice of the headers of others.
 */
const SUBSCRIPTION = {
  'activemq.prefetchSize': String(PREFETCH), 'activemq.exclusive': 'true',
  'prefetch-count': String(PREFETCH), durable: 'true', 'auto-delete': 'false',
};

/** Takes commands from the queue for as long as it is open: those of a chat one after the other, several chats at a time. */
export class Consumer {
  readonly #ctx: Own;
  readonly #link: Link;

  constructor(ctx: Own) {
    this.#ctx = ctx;
    this.#link = linkTo(ctx, 'commands', (connection) => this.#consume(connection));
  }

  close(): void {
    this.#link.close();
  }

  async #consume(connection: StompConnection): Promise<void> {
    /** What goes on in each chat, up to the last command of it. */
    const last = new Map<string, Promise<void>>();
    const over = new AbortController();
    void connection.closed.then(() => over.abort());
    await connection.subscribe(this.#ctx.config.commandsFrom, SUBSCRIPTION, (message) => {
      const command = readCommand(message.body);
      const lane = 'code' in command ? '' : command.conversation;
      const taking = (last.get(lane) ?? Promise.resolve()).then(() => this.#take(connection, message, command, over.signal)).catch((error: unknown) => {
        // What was not acknowledged comes again, with the next connection.
        if (!over.signal.aborted) this.#ctx.log('a command could not be taken', { error: error instanceof Error ? error.message : String(error) });
        connection.close();
      });
      last.set(lane, taking);
      void taking.finally(() => {
        if (last.get(lane) === taking) last.delete(lane);
      });
    });
  }

  /** Acknowledged once it is on disk, or where it is kept for who looks after refused ones. */
  async #take(connection: StompConnection, message: Frame, command: Command | Flaw, over: AbortSignal): Promise<void> {
    const flaw = 'code' in command ? command : await this.#untilSettled(command, over);
    if (flaw !== null) await this.#refuse(connection, message, flaw, 'code' in command ? undefined : command['command-id']);
    connection.acknowledge(message);
  }

  /** Null where it is done. What may succeed later is tried again, and the chat's next commands wait for it. */
  async #untilSettled(command: Command, over: AbortSignal): Promise<Flaw | null> {
    for (let wait = FIRST_WAIT_MS; ; wait = Math.min(MOST_WAIT_MS, wait * 2)) {
      over.throwIfAborted();
      const outcome = await carryOut(this.#ctx, command).catch((): OrderOutcome => ({ refused: 'unavailable', retryable: true }));
      if (!('refused' in outcome)) return null;
      if (!outcome.retryable) return { code: outcome.refused };
      await sleep(wait * (0.5 + Math.random() / 2), undefined, { ref: false, signal: over });
    }
  }

  async #refuse(connection: StompConnection, { body, headers }: Frame, { code, field }: Flaw, id: string | undefined): Promise<void> {
    const said = {
      persistent: 'true', 'content-type': headers['content-type'] ?? 'application/json', code,
      ...(field === undefined || field === '' ? {} : { field }), ...(id === undefined ? {} : { 'command-id': id }),
    };
    this.#ctx.log('a command was refused', { code, id });
    await connection.send(this.#ctx.config.refusedTo, said, body ?? '');
  }
}
