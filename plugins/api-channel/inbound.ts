import { z, type IncomingMessage, type RouteAnswer, type RouteRequest } from 'parlor/plugin';
import { attachments, messagesOf, Unfetched } from './attachments.ts';
import { accountOf, secretsOf, type Own } from './config.ts';
import { problem } from './problem.ts';
import { isGenuine } from './signature.ts';

/** Nothing, or null, is what many systems have for what they do not know: as good as left out. */
const unless = <T extends z.ZodType>(schema: T) => z.preprocess((value) => (value === null || (typeof value === 'string' && value.trim() === '') ? undefined : value), schema.optional());
/** As the house takes it, which says no more than that it does not. A name that was cut within a character is no reason to lose what was written. */
const line = (max: number, wanted: string) => z.string(wanted).trim().min(1, wanted).max(max, wanted).transform((text) => text.toWellFormed());
const MAX_ID = 160;
const person = z.string(`a text of 1 to ${MAX_ID} characters`).min(1, `a text of 1 to ${MAX_ID} characters`).max(MAX_ID, `a text of 1 to ${MAX_ID} characters`);

const message = z.object({
  from: z.object({
    id: person,
    name: unless(line(120, 'a text of at most 120 characters')),
    locale: unless(z.string('a language tag, such as zh-CN').regex(/^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}$/, 'a language tag, such as zh-CN')),
    verified: unless(z.object({ email: unless(z.email('an e-mail address').max(254, 'an e-mail address')), phone: unless(line(40, 'a phone number')) })),
  }),
  kind: z.literal('text').default('text'),
  text: z.string().default(''),
  files: attachments.default([]),
}).refine(({ files, text }) => text !== '' || files.length > 0, { path: ['text'], error: 'a text, or at least one of files' });

const typing = z.object({ from: z.object({ id: person }), on: z.boolean() });

const taken = (body: object): RouteAnswer => ({ status: 200, headers: { 'content-type': 'application/json; charset=utf-8' }, body: JSON.stringify(body) });

/** Lets in what an account has signed, a short while ago; whose account it is nobody else learns. */
function opened<T extends z.ZodType>(ctx: Own, { encoding, headers, params, rawBody }: RouteRequest, schema: T): RouteAnswer | { readonly account: string; readonly id: string; readonly given: z.output<T> } {
  const id = headers['idempotency-key'] ?? '';
  const account = accountOf(ctx, params['account'] ?? '');
  const signed = { id, timestamp: headers['x-parlor-timestamp'] ?? '', signature: headers['x-parlor-signature'] ?? '', body: Buffer.from(rawBody, encoding) };
  if (account === undefined || !isGenuine(signed, secretsOf(account), Date.now())) return problem('signature.invalid');
  if (id === '') return problem('idempotency-key.missing');
  if (id.length > MAX_ID) return problem('input.invalid', { 'idempotency-key': `at most ${MAX_ID} characters` });
  const body = parsed(rawBody);
  if (body === undefined) return problem('input.invalid', { body: 'JSON' });
  const result = schema.safeParse(body);
  if (result.success) return { account: account.id, id, given: result.data };
  return problem('input.invalid', Object.fromEntries(result.error.issues.map(({ message: wanted, path }) => [path.join('.') || 'body', wanted])));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The idempotency key is the message's id: it is signed, so a recorded request is the same message again and not another. */
export async function takeMessage(ctx: Own, request: RouteRequest): Promise<RouteAnswer> {
  const letter = opened(ctx, request, message);
  if ('status' in letter) return letter;
  const { account, given: { files, from, kind, text }, id } = letter;
  const incoming: IncomingMessage = {
    account, id, kind, externalId: from.id, body: { text },
    ...(from.name === undefined ? {} : { name: from.name }), ...(from.locale === undefined ? {} : { locale: from.locale }), ...(from.verified === undefined ? {} : { verified: from.verified }),
  };
  if (files.length === 0) return taken(await ctx.chats.receive(incoming));
  try {
    const [first, ...more] = await messagesOf(ctx, incoming, files);
    const received = await ctx.chats.receive(first ?? incoming);
    for (const next of more) await ctx.chats.receive(next);
    return taken(received);
  } catch (error) {
    if (error instanceof Unfetched) return problem(error.code);
    throw error;
  }
}

export async function takeTyping(ctx: Own, request: RouteRequest): Promise<RouteAnswer> {
  const letter = opened(ctx, request, typing);
  if ('status' in letter) return letter;
  await ctx.chats.typing({ account: letter.account, externalId: letter.given.from.id }, letter.given.on);
  return { status: 204 };
}
