import type { Creation } from '#cluster/actor.ts';
import { keyOf } from '#cluster/identity.ts';
import type { Identity } from '#cluster/identity.ts';
import type { Submission } from '#domain/commands.ts';
import { SYSTEM, visitorId } from '#domain/participant.ts';
import type { Participant } from '#domain/participant.ts';
import type { Given } from './chat-log.ts';

export interface Birthplace {
  readonly identity: Identity<'conversation'>;
  /** Which node holds it. */
  readonly node: string;
  readonly now: number;
  /** Who serves first where nobody has begun it. */
  readonly bot: Participant | null;
}

/** The first command of a new chat. Its rows, ownership included, are written in the batch of its first events. */
export function beginningOf(
  { begun, channelAccount, contact, department, locale, visitorName }: Creation, { bot, identity, node, now }: Birthplace,
): { readonly submission: Submission; readonly given: Given } {
  const visitor: Participant = { id: visitorId(contact), kind: 'visitor', name: visitorName };
  const creation = { key: keyOf(identity), node, publicId: identity.id, contactId: contact, channelAccountId: channelAccount, locale, startedAt: now };
  if (begun === undefined) return { submission: { id: null, by: SYSTEM, command: { type: 'conversation.start', visitor, department, locale, bot } }, given: { creation } };
  return {
    submission: { id: null, by: begun.by, command: { type: 'conversation.begin', visitor, department, locale, agent: begun.agent, offer: begun.offer } },
    given: begun.grant === undefined ? { creation } : { creation, grant: begun.grant },
  };
}
