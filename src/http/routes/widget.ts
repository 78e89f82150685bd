import { z } from 'zod';
import { conversationOf } from '#cluster/identity.ts';
import { RefusalError } from '#domain/errors.ts';
import { visitorId } from '#domain/participant.ts';
import { awayEmailOf, hasEmail, keepEmail } from '#desk/away-email.ts';
import { visitorName } from '#desk/intake.ts';
import { newId } from '#desk/new-id.ts';
import type { EventPage, WidgetSession, WidgetTicket } from '#wire/api.ts';
import { isEmail } from '#wire/email.ts';
import type { WidgetSlot } from '#wire/slots.ts';
import { projectEvent } from '#wire/project.ts';
import type { Context } from '../context.ts';
import { bodyOf } from '../input.ts';
import { canonicalLocale, defaultLocale, requestedLocale } from '../language.ts';
import { socketUrl } from '../own-origin.ts';
import { json, noContent } from '../response.ts';
import { route, type Route } from '../router.ts';
import { defaultLimits } from '../routes-deps.ts';
import { createThrottle, overLimit } from '../throttle.ts';
import { throttled } from '../throttled.ts';

const token = z.string().min(1).max(64);
const visitor = z.string().max(2_048);
const locale = z.string().max(100).optional();
const page = z.object({ url: z.string().max(4_096), title: z.string().max(1_024) }).optional();
const sessionInput = z.object({ token, visitor: visitor.optional(), locale, page });
const email = z.string().trim().refine(isEmail);
const ticketInput = z.object({ token, visitor, start: z.boolean(), locale, email: email.optional(), page });
const emailInput = z.object({ token, visitor, email });
const eventsInput = z.object({ token, visitor, conversation: z.string().max(26), before: z.number().int().min(1).max(Number.MAX_SAFE_INTEGER) });

/** Older events a page. */
const PAGE = 50;

/** The visitor's side. No cookie: the visitor's token travels in the body. */
export function widgetRoutes(context: Context): readonly Route[] {
  const { config, intake, now, own, pages, placement, slots, store, storefront, tickets, visitorDoor, visitors } = context;
  const limits = config.limits ?? defaultLimits;
  const sessions = createThrottle(limits.widgetSessionsPerNetwork, now);
  const joins = createThrottle(limits.widgetTicketsPerNetwork, now);

  return [
    route('POST', '/api/v1/widget/session', {
      maxBody: 16_384,
      handler: async (request) => {
        const wait = overLimit(sessions, request);
        if (wait > 0) return throttled('rate.limited', wait);
        const input = bodyOf(request, sessionInput);
        const { channel, department } = await visitorDoor.entrance(request, input.token);
        const known = input.visitor === undefined ? null : visitors.contactOf(input.visitor, channel.id);
        // Somebody new is written down when a chat starts: the id in the token becomes the contact's.
        const external = known ?? newId(now());
        const contact = known === null ? undefined : await intake.recognise(channel.id, external);
        const opening = contact && (await intake.openConversation(contact.id, channel.id, { start: false }));
        if (contact !== undefined && opening !== undefined && 'conversation' in opening) await pages.visit(contact, input.page, null);
        const asks = awayEmailOf(channel);
        const session: WidgetSession = {
          visitor: known === null || input.visitor === undefined ? visitors.issue(external, channel.id) : input.visitor,
          self: visitorId(contact?.id ?? external),
          department,
          ...(await storefront.staffing(channel.departmentId)),
          email: asks === 'off' || (contact !== undefined && (await hasEmail(store, contact))) ? null : asks,
          slots: widgetSlots(),
          conversation: opening !== undefined && 'conversation' in opening ? opening.conversation : null,
        };
        return json(session);
      },
    }),

    route('POST', '/api/v1/widget/ticket', {
      maxBody: 16_384,
      handler: async (request) => {
        const wait = overLimit(joins, request);
        if (wait > 0) return throttled('rate.limited', wait);
        const input = bodyOf(request, ticketInput);
        const { channel, external } = await visitorDoor.known(request, input);
        const locale = canonicalLocale(input.locale) ?? requestedLocale(request) ?? defaultLocale;
        const contact = input.start
          ? await intake.identify({ channelAccount: channel.id, externalId: external, contact: external, locale })
          : await intake.recognise(channel.id, external);
        if (contact === undefined) throw new RefusalError('conversation.unknown');
        const opening = await intake.openConversation(contact.id, channel.id, { start: input.start });
        if ('code' in opening) throw new RefusalError(opening.code, opening.meta);
        const { conversation, create } = opening;
        if (input.start) await pages.visit(await keepEmail(store, contact, input.email, now()), input.page, create ? conversation : null);
        const ticket = tickets.issue({
          kind: 'visitor', conversation, create, contact: contact.id, name: visitorName(contact),
          department: channel.departmentId, channelAccount: channel.id, locale,
        });
        const node = await placement.nodeFor(conversationOf(conversation));
        return json({ url: socketUrl(own.of(request), node, ticket), conversation } satisfies WidgetTicket);
      },
    }),

    route('POST', '/api/v1/widget/email', {
      maxBody: 4_096,
      handler: async (request) => {
        const wait = overLimit(joins, request);
        if (wait > 0) return throttled('rate.limited', wait);
        const input = bodyOf(request, emailInput);
        const contact = await visitorDoor.recognise(await visitorDoor.known(request, input));
        if (contact === undefined) throw new RefusalError('conversation.unknown');
        await keepEmail(store, contact, input.email, now());
        return noContent;
      },
    }),

    route('POST', '/api/v1/widget/events', {
      maxBody: 4_096,
      handler: async (request) => {
        const wait = overLimit(joins, request);
        if (wait > 0) return throttled('rate.limited', wait);
        const input = bodyOf(request, eventsInput);
        const contact = await visitorDoor.recognise(await visitorDoor.known(request, input));
        const conversation = await visitorDoor.conversation(contact, input.conversation);
        const lines = await store.events.publicBefore(conversation.id, input.before, PAGE + 1);
        const events = store.lines.events(conversation.id, lines.slice(-PAGE)).flatMap((event) => projectEvent(event, 'public') ?? []);
        return json({ events, more: lines.length > PAGE } satisfies EventPage);
      },
    }),
  ];

  function widgetSlots(): readonly WidgetSlot[] {
    return slots.list().flatMap(({ slot: { place, plugin, slot } }) => (place === 'widget.home' || place === 'widget.conversation' ? [{ plugin, slot, place }] : []));
  }
}
