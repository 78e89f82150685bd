import { FaqSearch } from '../engine/faq/search.ts';
import type { Flow, FlowRef } from '../engine/flow/schema.ts';
import type { FlowSource, FlowState } from '../engine/flow/state.ts';
import { normalize } from '../engine/text/normalize.ts';
import type { Own } from '../own.ts';
import { isPhrase } from '../phrase.ts';
import { flows, versionOf } from './store.ts';

type Data = Pick<Own, 'data'>;

/** Versions in memory: what dialogues are in that began long ago is read again. */
const MOST_KEPT = 300;

const keyOf = ({ id, version }: FlowRef): string => `${id} ${version}`;

/** The published flows of a bot, as they were at its revision. Versions never change, so they are read once. */
export class PublishedFlows {
  readonly #bot: string;
  readonly #versions = new Map<string, Flow>();
  readonly #names = new Map<string, string>();
  readonly #live = new Map<string, { readonly ref: FlowRef; readonly phrases: readonly string[] }>();
  readonly #starts = new FaqSearch();
  #begun: FlowRef | null = null;

  private constructor(bot: string) {
    this.#bot = bot;
  }

  static async load(ctx: Data, bot: string): Promise<PublishedFlows> {
    const published = new PublishedFlows(bot);
    for (const { enabled, id, live, name } of await flows(ctx, bot)) {
      published.#names.set(id, name);
      // Who is in it goes on: their versions are read where they are needed.
      if (live === null || !enabled) continue;
      const ref = { id, version: live };
      const stored = await versionOf(ctx, bot, id, live);
      if (stored === undefined) continue;
      const { phrases, whenBegun } = stored.draft.start;
      published.#live.set(id, { ref, phrases: phrases.map(normalize) });
      const [post, ...similar] = phrases;
      if (post !== undefined) published.#starts.set({ id, post, similar, enabled: true, categories: [] });
      if (whenBegun) published.#begun ??= ref;
      await published.fetch(ctx, [ref]);
    }
    return published;
  }

  readonly of: FlowSource = (ref) => this.#versions.get(keyOf(ref));

  nameOf(flow: string): string {
    return this.#names.get(flow) ?? '';
  }

  /** The one that chats begin with. */
  get begun(): FlowRef | null {
    return this.#begun;
  }

  /** The flow that these words begin: they are one of its phrases and little besides, or `least` alike. */
  startedBy(text: string, least: number): FlowRef | null {
    const said = normalize(text);
    const named = [...this.#live.values()].find(({ phrases }) => phrases.some((phrase) => isPhrase(said, phrase)));
    if (named !== undefined) return named.ref;
    const [best] = this.#starts.search(text, 1);
    return best !== undefined && best.score >= least ? (this.#live.get(best.id)?.ref ?? null) : null;
  }

  /** Reads those that are not here yet, with all that they enter. */
  async fetch(ctx: Data, refs: Iterable<FlowRef>): Promise<void> {
    const open = [...refs];
    const seen = new Set<string>();
    for (let ref = open.pop(); ref !== undefined; ref = open.pop()) {
      const key = keyOf(ref);
      if (seen.has(key)) continue;
      seen.add(key);
      const flow = this.#versions.get(key) ?? (await versionOf(ctx, this.#bot, ref.id, ref.version))?.flow;
      if (flow === undefined) continue;
      this.#keep(key, flow);
      open.push(...entered(flow));
    }
  }

  #keep(key: string, flow: Flow): void {
    this.#versions.delete(key);
    this.#versions.set(key, flow);
    for (const oldest of this.#versions.keys()) {
      if (this.#versions.size <= MOST_KEPT) return;
      this.#versions.delete(oldest);
    }
  }
}

/** The flows that a flow enters. */
export const entered = ({ nodes }: Flow): readonly FlowRef[] => nodes.flatMap((node) => (node.is === 'flow' ? [node.flow] : []));

export const refsOf = (state: FlowState | null): readonly FlowRef[] => state?.frames.map(({ flow }) => flow) ?? [];
