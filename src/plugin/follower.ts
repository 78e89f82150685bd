import { RefusalError } from '#domain/errors.ts';
import type { PluginRow } from '#store/plugins.repository.ts';
import type { Store } from '#store/store.ts';
import type { Catalogue } from './catalogue.ts';
import { isNewer } from './define.ts';
import { messageOf } from './error-text.ts';
import { isOfStore, type Known, type KnownPlugins } from './known.ts';
import type { Running } from './running.ts';
import { stateOf, type Steps } from './steps.ts';
import type { Upgrader } from './upgrader.ts';
import { isBehind } from './view.ts';
import { TimeoutError } from './within.ts';

/** So often in a row a node looks whether one that was not there in time is, before it says that it is not. */
const MOST_LATE = 3;

export interface FollowerOptions {
  readonly catalogue: Pick<Catalogue, 'refresh'>;
  readonly known: KnownPlugins;
  readonly plugins: Store['plugins'];
  readonly running: Running;
  readonly steps: Steps;
  readonly upgrader: Upgrader;
  readonly now: () => number;
  readonly announce: () => void;
  readonly onError: (error: unknown) => void;
}

/** Brings this node to what is stored. */
export class Follower {
  readonly #options: FollowerOptions;
  /** Starts and stops of each plugin on this node, one after the other: one that hangs holds up no other. */
  readonly #turns = new Map<string, Promise<void>>();
  /** How often in a row each was not there in time. */
  readonly #late = new Map<string, number>();

  constructor(options: FollowerOptions) {
    this.#options = options;
  }

  /** All of them. Never rejects. */
  async all(): Promise<void> {
    const { catalogue, onError } = this.#options;
    const endGone = await catalogue.refresh().catch((error: unknown) => {
      onError(error);
    });
    await Promise.all([...this.#ids()].map((id) => this.one(id)));
    endGone?.();
  }

  /** Never rejects. */
  async one(id: string): Promise<void> {
    await this.inTurn(id, () => this.#follow(id)).catch(this.#options.onError);
  }

  /** Everything is switched off on this node; the others go on. */
  async stop(): Promise<void> {
    await Promise.all([...this.#ids()].map((id) => this.inTurn(id, () => this.#options.running.stop(id))));
  }

  /** When whatever was begun for this plugin on this node has ended. */
  inTurn(id: string, work: () => Promise<void>): Promise<void> {
    const done = (this.#turns.get(id) ?? Promise.resolve()).then(work);
    this.#turns.set(id, done.catch(() => {}));
    return done;
  }

  async #follow(id: string): Promise<void> {
    const { known: all, plugins, running, steps, upgrader } = this.#options;
    const known = all.find(id);
    if (known === undefined) return running.stop(id);
    let row = await plugins.find(id);
    // Whoever activates or upgrades it, here or elsewhere, says so then; what runs meanwhile goes on.
    if (row !== undefined && (row.step === 'activate' || row.step === 'upgrade') && steps.isBusy(row)) return;
    if (row !== undefined && isBehind(known.plugin, row) && known.origin.from !== 'upload' && !['available', 'failed'].includes(stateOf(row))) row = await upgrader.byItself(known, row);
    // What was uploaded is looked at and approved first; until then the code that is installed goes on.
    const current = row === undefined ? undefined : isBehind(known.plugin, row) ? all.at(id, row.version) : known;
    if (row === undefined || stateOf(row) !== 'active' || current === undefined) return running.stop(id);
    // In a roll: newer code has brought its settings to where this one may not understand them.
    if (isNewer(row.version, current.plugin.definition.version) && running.ids.includes(id)) return;
    await this.#start(current, row);
  }

  /** Where it does not start here it is off everywhere: half of a cluster would be worse. */
  async #start({ plugin, settings }: Known, row: PluginRow): Promise<void> {
    const { announce, now, onError, plugins, running } = this.#options;
    const { id } = row;
    try {
      await running.start(plugin, row.granted, await settings.use(row.config));
      this.#late.delete(id);
    } catch (error) {
      onError(error);
      // Looked at again soon, and what runs meanwhile goes on.
      if (isOfStore(error) || this.#mayBeLate(id, error)) return;
      this.#late.delete(id);
      await running.stop(id);
      await plugins.change(row, { state: 'failed', reason: messageOf(error), updatedAt: now() });
      announce();
    }
  }

  /** A busy node, or a process that is just being started again, says little of the plugin. */
  #mayBeLate(id: string, error: unknown): boolean {
    if (!(error instanceof TimeoutError) && !(error instanceof RefusalError && error.refusal.code === 'plugin.crashed')) return false;
    const times = (this.#late.get(id) ?? 0) + 1;
    this.#late.set(id, times);
    return times < MOST_LATE;
  }

  /** Also what runs although its code has gone. */
  #ids(): ReadonlySet<string> {
    return new Set([...this.#options.known.ids, ...this.#options.running.ids]);
  }
}
