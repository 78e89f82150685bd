import { z } from 'zod';
import { cardsOf } from '#desk/card-list.ts';
import { RefusalError } from '#domain/errors.ts';
import { MAX_TEXT } from '#domain/message.ts';
import type { Agent } from '#store/agents.repository.ts';
import { MERGE_SETTING } from '#desk/verified.ts';
import type { CardPage, ContactOfChat, ContactSettings } from '#wire/api.ts';
import type { Context } from '../context.ts';
import { bodyOf, queryOf } from '../input.ts';
import { json } from '../response.ts';
import { route, type Route } from '../router.ts';

const limit = z.coerce.number().int().min(1).max(100).default(50);
const listQuery = z.object({ search: z.string().trim().max(160).default(''), cursor: z.ulid().optional(), limit });
const chatsQuery = z.object({ cursor: z.string().regex(/^\d{1,15}\.\d{1,15}$/).optional(), limit });

/** Nothing and only spaces are the same. */
const text = (max: number) => z.string().trim().max(max).refine((value) => value.isWellFormed()).transform((value) => (value === '' ? null : value)).nullable();
const patch = z.strictObject({
  name: text(120).optional(),
  email: text(254).refine((value) => value === null || /^[^\s@]+@[^\s@]+$/.test(value)).optional(),
  phone: text(40).refine((value) => value === null || /^[+0-9][0-9 ()./-]{2,39}$/.test(value)).optional(),
  notes: text(10_000).optional(),
  optedOut: z.boolean().optional(),
});
const key = z.string().regex(/^[\x21-\x7e]{1,64}$/);
const beginInput = z.strictObject({ contact: z.ulid(), account: z.ulid(), department: z.ulid(), text: z.string().max(MAX_TEXT * 2), from: z.ulid().optional() });
const settingsInput = z.strictObject({ mergeVerified: z.boolean() });
const mergeInput = z.strictObject({ contact: z.ulid() });

/** Who has come, for agents: whom they may see, and what is known of them. */
export function contactRoutes({ beginnings, contacts, door, now, pages, sight, store }: Context): readonly Route[] {
  const chats = async (agent: Agent, id: string, { cursor, limit: most }: z.output<typeof chatsQuery>): Promise<CardPage> => {
    const page = await contacts.chats(agent, id, { limit: most, after: cursor });
    return { items: await cardsOf(store, page.items, null), next: page.next };
  };

  const settings = async (): Promise<ContactSettings> => ({ mergeVerified: (await store.settings.get(MERGE_SETTING)) === 'on' });

  return [
    route('GET', '/api/v1/contacts', {
      handler: door.signedIn(async (request, agent) => {
        const { cursor, limit: most, search } = queryOf(request, listQuery);
        return json(await contacts.page(agent, { text: search, limit: most, after: cursor }));
      }),
    }),

    route('GET', '/api/v1/contacts/:id', {
      handler: door.signedIn<'id'>(async ({ params: { id } }, agent) => json(await contacts.show((await contacts.find(agent, id)).id))),
    }),

    route('PATCH', '/api/v1/contacts/:id', {
      handler: door.signedIn<'id'>(async (request, agent) => json(await contacts.edit(agent, request.params.id, bodyOf(request, patch)))),
    }),

    route('GET', '/api/v1/contacts/:id/chats', {
      handler: door.signedIn<'id'>(async (request, agent) => json(await chats(agent, request.params.id, queryOf(request, chatsQuery)))),
    }),

    route('POST', '/api/v1/contacts/:id/merges', {
      handler: door.signedIn<'id'>(async (request, agent) => json(await contacts.merge(agent, request.params.id, bodyOf(request, mergeInput).contact))),
    }),

    route('DELETE', '/api/v1/contacts/:id/merges/:merge', {
      handler: door.signedIn<'id' | 'merge'>(async ({ params: { id, merge } }, agent) => json(await contacts.undo(agent, id, merge))),
    }),

    route('GET', '/api/v1/contacts/:id/reach', {
      handler: door.signedIn<'id'>(async ({ params: { id } }, agent) => json(await beginnings.reach(agent, id))),
    }),

    route('POST', '/api/v1/contacts/:id/chats', {
      handler: door.signedIn<'id'>(async (request, agent) => {
        const { from, ...begun } = bodyOf(request, beginInput);
        const { data: once } = key.safeParse(request.headers['idempotency-key']);
        if (once === undefined) throw new RefusalError('input.invalid', { fields: { 'idempotency-key': 'required' } });
        const { id } = request.params;
        const linked = from === undefined ? undefined : await sight.conversation(from, agent);
        // It says in both chats where the talk went: so it has to be theirs.
        if (from !== undefined && !(await contacts.find(agent, id)).personas.some((persona) => persona.id === linked?.contactId)) throw new RefusalError('conversation.unknown');
        return json(await beginnings.begin(agent, id, { ...begun, key: once, ...(from === undefined ? {} : { from }) }));
      }),
    }),

    route('GET', '/api/v1/settings/contacts', {
      handler: door.signedIn(async () => json(await settings()), { atLeast: 'admin' }),
    }),

    route('PUT', '/api/v1/settings/contacts', {
      handler: door.signedIn(async (request, agent) => {
        const { mergeVerified } = bodyOf(request, settingsInput);
        await store.settings.set(MERGE_SETTING, mergeVerified ? 'on' : 'off');
        await store.audit.add({ at: now(), actor: `agent:${agent.id}`, action: 'contacts.configured', subject: 'contacts', details: { mergeVerified } });
        return json(await settings());
      }, { atLeast: 'admin' }),
    }),

    route('GET', '/api/v1/conversations/:id/contact', {
      handler: door.signedIn<'id'>(async ({ params: { id } }, agent) => {
        const conversation = await sight.conversation(id, agent);
        const { channelAccountId: account, contactId: contact } = conversation;
        const [known, visited] = await Promise.all([contacts.show(contact), pages.of(conversation)]);
        return json({ ...known, at: { account, contact }, pages: visited } satisfies ContactOfChat);
      }),
    }),
  ];
}
