import { z } from 'zod';
import { RefusalError } from '#domain/errors.ts';
import { MAX_TEXT, checkBody } from '#domain/message.ts';
import type { MessageKind } from '#domain/message.ts';
import type { ChannelAccount, IncomingMessage, IncomingNote, Undelivered } from '#plugin/channel/channel.ts';

const accountId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,30}$/);
const external = z.string().min(1).max(160).refine((text) => text.isWellFormed());
const who = z.object({ account: accountId, externalId: external });

const incoming = who.extend({
  id: external,
  name: z.string().trim().min(1).max(120).optional(),
  locale: z.string().regex(/^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}$/).optional(),
  verified: z.object({ email: z.email().max(254).optional(), phone: z.string().max(40).optional() }).optional(),
  kind: z.string(),
  body: z.unknown(),
});

const note = who.extend({ id: external, text: z.string().transform((text) => text.trim().slice(0, MAX_TEXT).toWellFormed()).refine((text) => text !== '') });

const accounts = z.array(z.object({ id: accountId, name: z.string().trim().min(1).max(120), department: z.string().max(26) })).max(100)
  .refine((all) => new Set(all.map(({ id }) => id)).size === all.length);

const undelivered = z.object({
  conversation: z.string().max(26), seq: z.number().int().min(1), reason: z.enum(['window-closed', 'refused', 'expired']),
  detail: z.string().transform((text) => text.slice(0, 300).toWellFormed()),
});

export const checkWho = (given: unknown): Pick<IncomingMessage, 'account' | 'externalId'> => checked(who, given);
export const checkNote = (given: unknown): IncomingNote => checked(note, given);
export const checkAccounts = (given: unknown): readonly ChannelAccount[] => checked(accounts, given);
export const checkUndelivered = (given: unknown): Undelivered => checked(undelivered, given);

/** Checked before anything is begun: what no chat would take begins none. */
export function checkIncoming(given: unknown, kinds: readonly MessageKind[]): IncomingMessage {
  const { kind: named, body, locale, name, verified, ...rest } = checked(incoming, given);
  const kind = kinds.find((known) => known === named);
  if (kind === undefined) throw new RefusalError('input.invalid', { fields: { kind: 'unknown' } });
  const clean = checkBody(kind, body);
  if ('code' in clean) throw new RefusalError(clean.code, clean.meta);
  return { ...rest, kind, body: clean, ...(name === undefined ? {} : { name }), ...(locale === undefined ? {} : { locale }), ...(verified === undefined ? {} : { verified }) };
}

function checked<T extends z.ZodType>(schema: T, given: unknown): z.output<T> {
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  throw new RefusalError('input.invalid', { fields: Object.fromEntries(result.error.issues.map(({ path, code }) => [path.join('.'), code])) });
}
