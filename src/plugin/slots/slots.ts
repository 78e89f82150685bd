import { RefusalError } from '#domain/errors.ts';
import type { Block, Slot, SlotChoice, SlotNote, SlotOutcome } from '#wire/slots.ts';
import type { Ctx } from '../ctx.ts';
import type { Plugin } from '../define.ts';
import { messageOf } from '../error-text.ts';
import { within } from '../within.ts';
import { readBlocks, readChoices, readHtml, readNotes, readOutcome } from './blocks.ts';
import { permissionsFor } from './contract.ts';
import type { PluginSlot, SlotActRequest, SlotChoicesRequest, SlotNotesRequest, SlotRequest } from './contract.ts';

/** How long a handler may take, ms: somebody looks at an empty place meanwhile. */
const BUDGET_MS = 5_000;
/** Calls of one plugin that may be under way on a node; more are refused as `busy`. */
const MOST_CALLS = 32;

/** A plugin that is active on this node, as its slots need it. */
export interface Extending {
  readonly plugin: Plugin;
  readonly granted: ReadonlySet<string>;
  readonly ctx: Ctx;
  /** A slot failed: told to whoever looks after plugins. */
  readonly failed: (error: unknown) => void;
}

/** A slot of an active plugin. Its calls throw `slot.failed` for whatever the plugin did wrong, and `busy`. */
export interface ActiveSlot {
  readonly slot: Slot;
  readonly atLeast: 'agent' | 'supervisor' | 'admin';
  blocks(request: SlotRequest): Promise<readonly Block[]>;
  /** Under the messages that it was asked about. */
  notes(request: SlotNotesRequest): Promise<readonly SlotNote[]>;
  /** What goes with what somebody typed. */
  choices(request: SlotChoicesRequest): Promise<readonly SlotChoice[]>;
  html(request: SlotRequest): Promise<string>;
  act(request: SlotActRequest): Promise<SlotOutcome>;
}

interface Handlers {
  readonly render?: (ctx: Ctx, request: SlotRequest | SlotNotesRequest | SlotChoicesRequest) => unknown;
  readonly act?: (ctx: Ctx, request: SlotActRequest) => unknown;
}

/** The place decides what is in a request, and whoever calls looks at it. */
export const handlersOf = (slot: PluginSlot<Ctx>): Handlers => slot as Handlers;

/** What active plugins show on this node. */
export class Slots {
  readonly #active: () => Iterable<Extending>;
  readonly #budgetMs: number;
  readonly #underWay = new WeakMap<Ctx, number>();

  constructor(active: () => Iterable<Extending>, budgetMs = BUDGET_MS) {
    this.#active = active;
    this.#budgetMs = budgetMs;
  }

  list(): readonly ActiveSlot[] {
    return [...this.#active()].flatMap((extending) =>
      Object.entries(extending.plugin.definition.slots ?? {}).flatMap(([name, slot]) => (permissionsFor(slot.place).every((permission) => extending.granted.has(permission)) ? [this.#open(extending, name, slot)] : [])),
    );
  }

  find(plugin: string, name: string): ActiveSlot | undefined {
    return this.list().find(({ slot }) => slot.plugin === plugin && slot.slot === name);
  }

  #open(extending: Extending, name: string, given: PluginSlot<Ctx>): ActiveSlot {
    const { definition: { id } } = extending.plugin;
    const { act, render } = handlersOf(given);
    const { kind, place, title, icon = 'plug' } = given;
    const call = <T>(work: () => unknown, read: (answer: unknown) => T, budgetMs = this.#budgetMs): Promise<T> => this.#call(extending, name, budgetMs, work, read);
    const actMs = given.actSeconds === undefined ? undefined : given.actSeconds * 1_000;
    const missing = (): never => {
      throw new RefusalError('slot.unknown');
    };
    return {
      slot: { plugin: id, slot: name, place, kind, title, icon },
      atLeast: ('atLeast' in given ? given.atLeast : undefined) ?? 'agent',
      blocks: async (request) => (kind === 'blocks' && place !== 'message' ? call(() => render?.(extending.ctx, request), (answer) => readBlocks(answer, request.locale)) : missing()),
      notes: async (request) => (place === 'message' ? call(() => render?.(extending.ctx, request), (answer) => readNotes(answer, request.locale)) : missing()),
      choices: async (request) => (kind === 'choices' ? call(() => render?.(extending.ctx, request), (answer) => readChoices(answer, request.locale)) : missing()),
      html: async (request) => (kind === 'frame' ? call(() => render?.(extending.ctx, request), readHtml) : missing()),
      act: async (request) => (act === undefined ? missing() : call(() => act(extending.ctx, request), (answer) => readOutcome(answer, request.locale), actMs)),
    };
  }

  async #call<T>({ ctx, failed }: Extending, slot: string, budgetMs: number, work: () => unknown, read: (answer: unknown) => T): Promise<T> {
    const underWay = (by: number): number => (this.#underWay.get(ctx) ?? 0) + by;
    if (underWay(0) >= MOST_CALLS) throw new RefusalError('busy');
    this.#underWay.set(ctx, underWay(1));
    // One that never ends goes on counting: whoever hangs is asked no more, until it is switched on anew.
    const answer = Promise.resolve().then(work).finally(() => this.#underWay.set(ctx, underWay(-1)));
    try {
      return read(await within(answer, budgetMs));
    } catch (error) {
      failed(new Error(`${slot}: ${messageOf(error)}`, { cause: error }));
      throw new RefusalError('slot.failed');
    }
  }
}
