import { RefusalError } from '#domain/errors.ts';
import type { ChannelAccount as Wanted } from '#plugin/channel/channel.ts';
import type { ChannelOf } from '#plugin/channel/chats.ts';
import type { ChannelAccount } from '#store/channel-accounts.repository.ts';
import { inserted } from '#store/conflict.ts';
import type { Store } from '#store/store.ts';
import { checkAccounts } from './channel-input.ts';
import { newId } from './new-id.ts';

/** Unique, so that nodes which begin at once agree on each account. No web page gets in by it: its kind is another. */
export const tokenOf = (plugin: string, account: string): string => `${plugin}:${account}`;

/**
 * Brings the store to the accounts that a channel says there are. Whether anything changed, and the ids of those whose name did. One
 * whose department has been archived since stays off, and the others go on. Throws a RefusalError.
 */
export async function keepAccounts(store: Pick<Store, 'channelAccounts' | 'departments'>, { icon, plugin }: ChannelOf, given: readonly Wanted[], now: number): Promise<{ readonly changed: boolean; readonly renamed: readonly string[] }> {
  const accounts = checkAccounts(given);
  const kept = (await store.channelAccounts.list()).filter(({ kind }) => kind === plugin);
  const knownAs = ({ id }: Wanted): ChannelAccount | undefined => kept.find(({ token }) => token === tokenOf(plugin, id));
  const closed = new Set<string>();
  for (const account of accounts) {
    const department = await store.departments.find(account.department);
    if (department === undefined || (department.archivedAt !== null && knownAs(account)?.departmentId !== department.id)) throw new RefusalError('department.unknown');
    if (department.archivedAt !== null) closed.add(account.id);
  }
  const renamed: string[] = [];
  let changes = 0;
  for (const account of accounts) {
    if (closed.has(account.id)) continue;
    const known = knownAs(account);
    const row = { departmentId: account.department, name: account.name, settings: { account: account.id, icon }, disabledAt: null };
    if (known !== undefined && isLike(known, row)) continue;
    changes++;
    if (known !== undefined && known.name !== row.name) renamed.push(known.id);
    if (known !== undefined) await store.channelAccounts.update(known.id, row);
    else await inserted(() => store.channelAccounts.create({ ...row, id: newId(now), kind: plugin, token: tokenOf(plugin, account.id), allowedOrigins: [], createdAt: now }));
  }
  for (const { disabledAt, id, token } of kept) {
    if (disabledAt !== null || accounts.some((account) => tokenOf(plugin, account.id) === token)) continue;
    changes++;
    await store.channelAccounts.update(id, { disabledAt: now });
  }
  return { changed: changes > 0, renamed };
}

const isLike = (known: ChannelAccount, row: Pick<ChannelAccount, 'departmentId' | 'disabledAt' | 'name' | 'settings'>): boolean =>
  known.departmentId === row.departmentId && known.name === row.name && known.disabledAt === row.disabledAt && known.settings['icon'] === row.settings['icon'];
