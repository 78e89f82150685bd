/** The three kinds of actors. A conversation is one chat; a desk is one agent's; a department owns the order of its queue. */
export type ActorKind = 'conversation' | 'desk' | 'department';

/** Who an actor is, wherever it lives. `id` is a ULID. */
export interface Identity<K extends ActorKind = ActorKind> {
  readonly kind: K;
  readonly id: string;
}

const PREFIX: Record<ActorKind, string> = { conversation: 'c', desk: 'd', department: 'q' };
const KIND: Record<string, ActorKind> = { c: 'conversation', d: 'desk', q: 'department' };

export const conversationOf = (id: string): Identity<'conversation'> => ({ kind: 'conversation', id });
export const deskOf = (agent: string): Identity<'desk'> => ({ kind: 'desk', id: agent });
export const departmentOf = (id: string): Identity<'department'> => ({ kind: 'department', id });

/** The actor's key in the store and in Redis; letters that a Colyseus roomId allows. */
export const keyOf = ({ kind, id }: Identity): string => `${PREFIX[kind]}_${id}`;

export function parseKey(key: string): Identity | null {
  const kind = KIND[key.slice(0, key.indexOf('_'))];
  return kind === undefined ? null : { kind, id: key.slice(key.indexOf('_') + 1) };
}

/** Never reused: Colyseus deletes and rewrites listings by roomId without looking who owns them. */
export const roomIdOf = (key: string, epoch: number): string => `${key}-${epoch}`;

/** One boot of one node: a node that restarts under its name is not the owner of what it had. */
export const bootOf = (node: string, boot: string): string => `${node}:${boot}`;
export const nodeOfBoot = (owner: string): string => owner.slice(0, owner.lastIndexOf(':'));
