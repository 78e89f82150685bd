import { z } from 'zod';
import { summaryOf } from '#desk/chat-summary.ts';
import { RefusalError } from '#domain/errors.ts';
import { audienceOf } from '#domain/events.ts';
import type { SlotMessage, SlotRequest } from '#plugin/define.ts';
import { MAX_NOTES, slotName, slotValues } from '#plugin/slots/blocks.ts';
import type { ActiveSlot } from '#plugin/slots/slots.ts';
import type { Agent } from '#store/agents.repository.ts';
import { MAX_QUERY } from '#wire/slots.ts';
import type { Slot, SlotChoices, SlotContent, SlotNotes, SlotOutcome } from '#wire/slots.ts';
import type { Context } from '../context.ts';
import { bodyOf, queryOf } from '../input.ts';
import { json } from '../response.ts';
import { route, type Route } from '../router.ts';
import { frameResponse } from '../slot-frame.ts';
import { defaultLimits } from '../routes-deps.ts';
import { isAtLeast } from '../staff-door.ts';
import { createThrottle } from '../throttle.ts';
import { throttled } from '../throttled.ts';

const where = z.object({ locale: z.enum(['en', 'zh-CN']), conversation: z.string().max(26).optional() });
const deed = where.extend({ action: slotName, values: slotValues });
const asked = z.object({ locale: where.shape.locale, conversation: z.string().max(26), seqs: z.array(z.number().int().min(1)).min(1).max(MAX_NOTES) });
const wanted = z.object({ locale: where.shape.locale, conversation: z.string().max(26), query: z.string().max(MAX_QUERY).regex(/^[^\r\n]*$/) });
const view = where.extend({ theme: z.enum(['light', 'dark']) });

/** Events that are read at most to find the messages that are asked about. */
const MOST_EVENTS = 500;

/** What plugins show in the console. A chat that an agent may not see is none for the plugins either. */
export function slotRoutes({ config, door, now, sight, slots, store }: Context): readonly Route[] {
  const acts = createThrottle((config.limits ?? defaultLimits).slotActsPerAgent, now);
  const looks = createThrottle((config.limits ?? defaultLimits).slotChoicesPerAgent, now);
  return [
    route('GET', '/api/v1/slots', {
      handler: door.signedIn((_request, agent) => json(slots.list().filter((active) => isFor(active, agent)).map(({ slot }) => slot) satisfies readonly Slot[])),
    }),
    route('POST', '/api/v1/slots/:plugin/:slot/render', {
      handler: door.signedIn<'plugin' | 'slot'>(async (request, agent) => {
        const active = find(request.params, agent);
        return json({ blocks: await active.blocks(await lookFrom(active, agent, bodyOf(request, where))) } satisfies SlotContent);
      }),
    }),
    route('POST', '/api/v1/slots/:plugin/:slot/notes', {
      handler: door.signedIn<'plugin' | 'slot'>(async (request, agent) => {
        const active = find(request.params, agent);
        const { seqs, ...input } = bodyOf(request, asked);
        const conversation = await sight.conversation(input.conversation, agent);
        const look = { locale: input.locale, viewer: viewerOf(agent), conversation: await summaryOf(store, conversation, active.slot.plugin) };
        const notes = await active.notes({ ...look, messages: await messagesOf(conversation.id, new Set(seqs)) });
        return json({ notes: notes.filter(({ seq }) => seqs.includes(seq)) } satisfies SlotNotes);
      }),
    }),
    route('POST', '/api/v1/slots/:plugin/:slot/choices', {
      handler: door.signedIn<'plugin' | 'slot'>(async (request, agent) => {
        const wait = looks.take(agent.id);
        if (wait > 0) return throttled('rate.limited', wait);
        const active = find(request.params, agent);
        const { conversation, locale, query } = bodyOf(request, wanted);
        const chat = await summaryOf(store, await sight.conversation(conversation, agent), active.slot.plugin);
        return json({ choices: await active.choices({ locale, viewer: viewerOf(agent), conversation: chat, query }) } satisfies SlotChoices);
      }),
    }),
    route('POST', '/api/v1/slots/:plugin/:slot/act', {
      maxBody: 1 << 20, // thirty values of 8,000 characters
      handler: door.signedIn<'plugin' | 'slot'>(async (request, agent) => {
        const wait = acts.take(agent.id);
        if (wait > 0) return throttled('rate.limited', wait);
        const active = find(request.params, agent);
        const { action, values, ...input } = bodyOf(request, deed);
        return json((await active.act({ ...(await lookFrom(active, agent, input)), action, values })) satisfies SlotOutcome);
      }),
    }),
    route('GET', '/api/v1/slots/:plugin/:slot/frame', {
      handler: door.signedIn<'plugin' | 'slot'>(async (request, agent) => {
        const active = find(request.params, agent);
        const { theme, ...input } = queryOf(request, view);
        return frameResponse(await active.html(await lookFrom(active, agent, input)), { locale: input.locale, theme });
      }),
    }),
  ];

  function find({ plugin, slot }: { readonly plugin: string; readonly slot: string }, agent: Agent): ActiveSlot {
    const active = slots.find(plugin, slot);
    if (active === undefined || !isFor(active, agent)) throw new RefusalError('slot.unknown');
    return active;
  }

  async function lookFrom({ slot: { place, plugin } }: ActiveSlot, agent: Agent, { conversation, locale }: z.output<typeof where>): Promise<SlotRequest> {
    if ((place === 'page') !== (conversation === undefined)) throw new RefusalError('input.invalid', { fields: { conversation: place } });
    return {
      locale,
      viewer: viewerOf(agent),
      conversation: conversation === undefined ? null : await summaryOf(store, await sight.conversation(conversation, agent), plugin),
    };
  }

  /** Those of these that are messages, out of the newest that can hold them all. */
  async function messagesOf(conversation: number, seqs: ReadonlySet<number>): Promise<readonly SlotMessage[]> {
    const newest = Math.max(...seqs);
    const lines = await store.events.before(conversation, newest + 1, Math.min(MOST_EVENTS, newest - Math.min(...seqs) + 1));
    return store.lines.events(conversation, lines).flatMap((event) =>
      event.type === 'message.posted' && seqs.has(event.seq) ? [{ seq: event.seq, at: event.at, by: event.by, audience: audienceOf(event), text: event.body.text }] : [],
    );
  }
}

const viewerOf = ({ id, name, role }: Agent) => ({ kind: 'agent', id, name, role }) as const;

const isFor = ({ atLeast, slot }: ActiveSlot, agent: Agent): boolean => !slot.place.startsWith('widget.') && isAtLeast(agent, atLeast);
