import type { Block, SlotChoice, SlotNote, SlotOutcome, SlotValues } from '#wire/slots.ts';
import type { Ctx } from '../ctx.ts';
import { readBlocks, readChoices, readHtml, readNotes, readOutcome } from './blocks.ts';
import type { PluginSlot, SlotConversation, SlotRequest, SlotViewer } from './contract.ts';
import { handlersOf } from './slots.ts';

/** Who looks at a slot, in which language, beside which chat. Default: an agent, or the visitor in the widget; in English; beside the chat `c1`. */
export interface TestLook {
  readonly locale?: SlotRequest['locale'];
  readonly viewer?: SlotViewer;
  readonly conversation?: Partial<SlotConversation>;
}

/** Slots of a plugin, in its author's tests. */
export interface TestedSlots {
  /** What a slot of blocks shows, or the HTML of a frame, as a browser gets it. Rejects with what is wrong with it. */
  render(slot: string, look?: TestLook): Promise<readonly Block[]>;
  html(slot: string, look?: TestLook): Promise<string>;
  /** What stands under these messages of the chat, where somebody looks at them. */
  notes(slot: string, texts: readonly string[], look?: TestLook): Promise<readonly SlotNote[]>;
  /** What there is to choose from in the composer, for what somebody typed. */
  choices(slot: string, query?: string, look?: TestLook): Promise<readonly SlotChoice[]>;
  /** Somebody presses a button there, chooses something, or sends a form. */
  act(slot: string, action: string, values?: SlotValues, look?: TestLook): Promise<SlotOutcome>;
}

/** Of the chat that is looked at. */
interface Visitor {
  readonly id: string;
  readonly name: string;
}

/** `now`: when the messages were said that notes are asked for. */
export function testedSlots(slots: Readonly<Record<string, PluginSlot<Ctx>>>, ctx: Ctx, visitor: Visitor, now: () => number): TestedSlots {
  const chat: SlotConversation = {
    id: 'c1', status: 'active', department: { id: 'd1', name: 'Support' }, assignee: { id: '1', name: 'Lin' }, visitor: { id: '1', name: visitor.name, named: true, email: null, attributes: {} }, channel: null, locale: 'en', startedAt: 0, endedAt: null,
  };
  const lookAt = (name: string, { locale = 'en', viewer, conversation }: TestLook) => {
    const slot = slots[name];
    if (slot === undefined) throw new TypeError(`the plugin has no slot ${name}`);
    const { place } = slot;
    const isAgents = !place.startsWith('widget.');
    const request: SlotRequest = {
      locale,
      viewer: viewer ?? (isAgents ? { kind: 'agent', id: '1', name: 'Lin', role: 'agent' } : { kind: 'visitor', id: '1', name: visitor.name }),
      conversation: place === 'page' || place === 'widget.home' ? null : { ...chat, ...conversation },
    };
    return { request, ...handlersOf(slot) };
  };

  return {
    async render(slot, look = {}) {
      const { request, render } = lookAt(slot, look);
      return readBlocks(await render?.(ctx, request), request.locale);
    },
    async html(slot, look = {}) {
      const { request, render } = lookAt(slot, look);
      return readHtml(await render?.(ctx, request));
    },
    async notes(slot, texts, look = {}) {
      const { request, render } = lookAt(slot, look);
      const messages = texts.map((text, index) => ({ seq: index + 1, at: now(), by: visitor.id, audience: 'public' as const, text }));
      return readNotes(await render?.(ctx, { ...request, messages }), request.locale);
    },
    async choices(slot, query = '', look = {}) {
      const { request, render } = lookAt(slot, look);
      return readChoices(await render?.(ctx, { ...request, query }), request.locale);
    },
    async act(slot, action, values = {}, look = {}) {
      const { act, request } = lookAt(slot, look);
      return readOutcome(await act?.(ctx, { ...request, action, values }), request.locale);
    },
  };
}
