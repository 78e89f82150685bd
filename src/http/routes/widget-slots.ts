import { z } from 'zod';
import { summaryOf } from '#desk/chat-summary.ts';
import { visitorName } from '#desk/intake.ts';
import { RefusalError } from '#domain/errors.ts';
import type { SlotRequest } from '#plugin/define.ts';
import { slotName, slotValues } from '#plugin/slots/blocks.ts';
import type { ActiveSlot } from '#plugin/slots/slots.ts';
import type { SlotContent, SlotOutcome } from '#wire/slots.ts';
import type { Context } from '../context.ts';
import { bodyOf } from '../input.ts';
import type { HttpRequest } from '../request.ts';
import { json, type HttpResponse } from '../response.ts';
import { route, type Route } from '../router.ts';
import { defaultLimits } from '../routes-deps.ts';
import { createThrottle, overLimit } from '../throttle.ts';
import { throttled } from '../throttled.ts';

const where = z.object({ token: z.string().min(1).max(64), visitor: z.string().max(2_048), locale: z.enum(['en', 'zh-CN']), conversation: z.string().max(26).optional() });
const deed = where.extend({ action: slotName, values: slotValues });

type Names = 'plugin' | 'slot';

/** What plugins show to visitors: to each about the own chat alone. */
export function widgetSlotRoutes({ config, now, slots, store, visitorDoor }: Context): readonly Route[] {
  const limits = config.limits ?? defaultLimits;
  const networks = createThrottle(limits.widgetSlotsPerNetwork, now);
  const visitors = createThrottle(limits.widgetSlotsPerVisitor, now);

  return [
    route('POST', '/api/v1/widget/slots/:plugin/:slot/render', {
      handler: (request) => asked(request, where, async (active, look) => ({ blocks: await active.blocks(look) }) satisfies SlotContent),
    }),
    route('POST', '/api/v1/widget/slots/:plugin/:slot/act', {
      handler: (request) => asked(request, deed, async (active, look, { action, values }) => (await active.act({ ...look, action, values })) satisfies SlotOutcome),
    }),
  ];

  async function asked<I extends z.output<typeof where>>(request: HttpRequest<Names>, schema: z.ZodType<I>, answer: (active: ActiveSlot, look: SlotRequest, input: I) => Promise<SlotContent | SlotOutcome>): Promise<HttpResponse> {
    const wait = overLimit(networks, request);
    if (wait > 0) return throttled('rate.limited', wait);
    const input = bodyOf(request, schema);
    const known = await visitorDoor.known(request, input);
    const tooSoon = visitors.take(known.external);
    if (tooSoon > 0) return throttled('rate.limited', tooSoon);
    const active = slots.find(request.params.plugin, request.params.slot);
    if (active === undefined || !active.slot.place.startsWith('widget.')) throw new RefusalError('slot.unknown');
    const { conversation, locale } = input;
    if ((active.slot.place === 'widget.home') !== (conversation === undefined)) throw new RefusalError('input.invalid', { fields: { conversation: active.slot.place } });
    const contact = await visitorDoor.recognise(known);
    const look: SlotRequest = {
      locale,
      viewer: { kind: 'visitor', id: contact?.id ?? null, name: contact === undefined ? '' : visitorName(contact) },
      conversation: conversation === undefined ? null : await summaryOf(store, await visitorDoor.conversation(contact, conversation), active.slot.plugin),
    };
    return json(await answer(active, look, input));
  }
}
