import { WEB } from '#store/channel-accounts.repository.ts';
import type { ChannelAccount } from '#store/channel-accounts.repository.ts';
import type { Store } from '#store/store.ts';
import type { Colleague, WidgetSession } from '#wire/api.ts';
import { remember } from './remember.ts';
import type { Presence } from './routes-deps.ts';

/** How long one look at the house is good for, ms: every page view of every site asks, changes are rare. */
const freshMs = 2_000;

export interface Entrance {
  readonly channel: ChannelAccount;
  /** The department's name. */
  readonly department: string;
}

/** The house as strangers see it; up to two seconds old. */
export interface Storefront {
  /** The open channel of this token, or null. */
  entrance(token: string): Promise<Entrance | null>;
  staffing(department: string): Promise<Pick<WidgetSession, 'staffed' | 'waiting'>>;
}

export interface StorefrontOptions {
  readonly store: Pick<Store, 'channelAccounts' | 'conversations' | 'departments'>;
  readonly presence: Presence;
  readonly now: () => number;
}

export function createStorefront({ store, presence, now }: StorefrontOptions): Storefront {
  const online = remember(() => presence.colleagues(), { freshMs, now });
  const waiting = remember(() => store.conversations.waitingCounts(), { freshMs, now });
  const entrance = remember(async (token) => {
    const channel = await store.channelAccounts.byToken(token);
    if (channel === undefined || channel.kind !== WEB || channel.disabledAt !== null) return null;
    return { channel, department: (await store.departments.find(channel.departmentId))?.name ?? '' };
  }, { freshMs, now });

  return {
    entrance,
    async staffing(department) {
      const [colleagues, counts] = await Promise.all([online(''), waiting('')]);
      return { staffed: colleagues.some((colleague) => serves(colleague, department)), waiting: counts.get(department) ?? 0 };
    },
  };
}

const serves = ({ status, departments }: Colleague, department: string): boolean => status === 'online' && departments.includes(department);
