import { TicketError } from '#sdk/errors.ts';
import type { SlotContent, SlotOutcome, WidgetSlot, WidgetSlotAct, WidgetSlotInput } from '#wire/slots.ts';
import type { EventPage, Problem, WidgetEmailRequest, WidgetEventsRequest, WidgetSession, WidgetSessionRequest, WidgetTicket, WidgetTicketRequest } from '#wire/api.ts';

/** Throws a {@link TicketError} with the server's code, or what `fetch` throws when nothing answered. */
async function post<T>(path: string, body: unknown): Promise<T> {
  const response = await fetch(`/api/v1/widget/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    credentials: 'omit',
  });
  if (response.ok) return (response.status === 204 ? undefined : await response.json()) as T;
  const problem = (await response.json().catch(() => ({}))) as Partial<Problem>;
  const { status } = response;
  throw new TicketError(problem.code ?? 'internal', status >= 500 || status === 408 || status === 429);
}

export const openSession = (request: WidgetSessionRequest): Promise<WidgetSession> => post('session', request);
export const olderEvents = (request: WidgetEventsRequest): Promise<EventPage> => post('events', request);
export const leaveEmail = (request: WidgetEmailRequest): Promise<void> => post('email', request);
export const askTicket = (request: WidgetTicketRequest): Promise<WidgetTicket> => post('ticket', request);

const slotPath = ({ plugin, slot }: WidgetSlot): string => `slots/${encodeURIComponent(plugin)}/${encodeURIComponent(slot)}`;
export const renderSlot = (slot: WidgetSlot, input: WidgetSlotInput): Promise<SlotContent> => post(`${slotPath(slot)}/render`, input);
export const actInSlot = (slot: WidgetSlot, deed: WidgetSlotAct): Promise<SlotOutcome> => post(`${slotPath(slot)}/act`, deed);
