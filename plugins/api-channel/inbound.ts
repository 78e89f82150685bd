import { z, type IncomingMessage, type RouteAnswer, type RouteRequest } from 'parlor/plugin';
import { attachments, messagesOf, Unfetched } from './attachments.ts';
import { accountOf, secretsOf, type Own } from './config.ts';
import { isGenuine } from './signature.ts';

const message = z.object({
  from: z.object({ id: z.string(), name: z.string().optional(), locale: z.string().optional(), verified: z.object({ email: z.string().optional(), phone: z.string().optional() }).optional() }),
  kind: z.literal('text').default('text'),
  text: z.string().default(''),
  files: attachments.default([]),
}).refine(({ files, text }) => text !== '' || files.length > 0, { path: ['text'] });

const typing = z.object({ from: z.object({ id: z.string() }), on: z.boolean() });

const json = (status: number, body: object): RouteAnswer => ({ status, headers: { 'content-type': 'application/json; charset=utf-8' }, body: JSON.stringify(body) });
const refused = (status: number, code: string): RouteAnswer => json(status, { code });

/** Lets in what an account has signed, a short while ago; whose account it is nobody else learns. */
function opened<T extends z.ZodType>(ctx: Own, { encoding, headers, params, rawBody }: RouteRequest, schema: T): RouteAnswer | { readonly account: string; readonly id: string; readonly given: z.output<T> } {
  const id = headers['idempotency-key'] ?? '';
  const account = accountOf(ctx, params['account'] ?? '');
  const signed = { id, timestamp: headers['x-parlor-timestamp'] ?? '', signature: headers['x-parlor-signature'] ?? '', body: Buffer.from(rawBody, encoding) };
  if (account === undefined || !isGenuine(signed, secretsOf(account), Date.now())) return refused(401, 'signature.invalid');
  if (id === '') return refused(400, 'idempotency-key.missing');
  const result = schema.safeParse(parsed(rawBody));
  if (result.success) return { account: account.id, id, given: result.data };
  return json(422, { code: 'input.invalid', fields: Object.fromEntries(result.error.issues.map(({ code, path }) => [path.join('.'), code])) });
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
  if (files.length === 0) return json(200, await ctx.chats.receive(incoming));
  try {
    const [first, ...more] = await messagesOf(ctx, incoming, files);
    const received = await ctx.chats.receive(first ?? incoming);
    for (const next of more) await ctx.chats.receive(next);
    return json(200, received);
  } catch (error) {
    if (error instanceof Unfetched) return refused(error.status, 'file.unreachable');
    throw error;
  }
}

export async function takeTyping(ctx: Own, request: RouteRequest): Promise<RouteAnswer> {
  const letter = opened(ctx, request, typing);
  if ('status' in letter) return letter;
  await ctx.chats.typing({ account: letter.account, externalId: letter.given.from.id }, letter.given.on);
  return { status: 204 };
}
