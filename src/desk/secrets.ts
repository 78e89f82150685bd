import { randomBytes } from 'node:crypto';
import type { Store } from '#store/store.ts';

/** What tokens are signed with, and settings sealed: one secret a kind, so that none can pass for another. */
export interface Secrets {
  readonly session: string;
  readonly ticket: string;
  readonly visitor: string;
  /** What settings of plugins are sealed with. */
  readonly plugin: string;
}

/** Generated on the first start and kept in the database: all nodes end up with the same ones. */
export async function loadSecrets({ settings }: Pick<Store, 'settings'>): Promise<Secrets> {
  const secret = (name: keyof Secrets): Promise<string> => settings.getOrCreate(`secret.${name}`, () => randomBytes(32).toString('base64url'));
  const [session, ticket, visitor, plugin] = await Promise.all([secret('session'), secret('ticket'), secret('visitor'), secret('plugin')]);
  return { session, ticket, visitor, plugin };
}
