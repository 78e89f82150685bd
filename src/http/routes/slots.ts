import { z } from 'zod';
import { summaryOf } from '#desk/chat-summary.ts';
import { RefusalError } from '#domain/errors.ts';
import type { SlotRequest } from '#plugin/define.ts';
import { slotName, slotValues } from '#plugin/slots/blocks.ts';
import type { ActiveSlot } from '#plugin/slots/slots.ts';
import type { Agent } from '#store/agents.repository.ts';
import type { Slot, SlotContent, SlotOutcome } from '#wire/slots.ts';
import type { Context } from '../context.ts';
import { bodyOf, queryOf } from '../input.ts';
import { json } from '../response.ts';
import { route, type Route } from '../router.ts';
import { frameResponse } from '../slot-frame.ts';
import { isAtLeast } from '../staff-door.ts';

const where = z.object({ locale: z.enum(['en', 'zh-CN']), conversation: z.string().max(26).optional() });
const deed = where.extend({ action: slotName, values: slotValues });
const view = where.extend({ theme: z.enum(['light', 'dark']) });

/** What plugins show in the console. A chat that an agent may not see is none for the plugins either. */
export function slotRoutes({ door, sight, slots, store }: Context): readonly Route[] {
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
    route('POST', '/api/v1/slots/:plugin/:slot/act', {
      handler: door.signedIn<'plugin' | 'slot'>(async (request, agent) => {
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

  async function lookFrom({ slot: { place } }: ActiveSlot, agent: Agent, { conversation, locale }: z.output<typeof where>): Promise<SlotRequest> {
    if ((place === 'page') !== (conversation === undefined)) throw new RefusalError('input.invalid', { fields: { conversation: place } });
    const { id, name, role } = agent;
    return {
      locale,
      viewer: { kind: 'agent', id, name, role },
      conversation: conversation === undefined ? null : await summaryOf(store, await sight.conversation(conversation, agent)),
    };
  }
}

const isFor = ({ atLeast, slot }: ActiveSlot, agent: Agent): boolean => !slot.place.startsWith('widget.') && isAtLeast(agent, atLeast);
