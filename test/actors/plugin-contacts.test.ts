import { beforeEach, describe, expect, it } from 'vitest';
import { createPluginContacts, type PluginContactsOptions } from '#desk/plugin-contacts.ts';
import { refuse } from '#domain/errors.ts';
import type { ContactOrder } from '#plugin/define.ts';
import type { ChannelMessage } from '#store/channel-messages.repository.ts';
import { Colleagues } from './support/colleagues.ts';

const ANNA = '01ARZ3NDEKTSV4RRFFQ69G5FAA';
const ACCOUNT = { id: 'tg', kind: 'telegram', disabledAt: null, settings: { account: 'shop' } };
const ORDER: ContactOrder = { id: 'sale', contact: ANNA, text: 'Hello', title: 'Sale' };

let optedOutAt: number | null;
let takes: boolean;
/** Commands that are in the log. */
let logged: string[];
let colleagues: Colleagues;
let say: () => ReturnType<ReturnType<typeof createPluginContacts>['say']>;
let said: () => ReturnType<ReturnType<typeof createPluginContacts>['said']>;

beforeEach(() => {
  optedOutAt = null;
  takes = true;
  logged = [];
  const notes = new Map<string, ChannelMessage>();
  colleagues = new Colleagues({ 'conversation submit': ({ submission }) => {
    if (!takes) return refuse('busy');
    logged.push((submission as { readonly id: string }).id);
    return { seq: 4 };
  } });
  const store = {
    channelAccounts: { list: async () => [ACCOUNT] },
    channelMessages: {
      find: async ({ messageId }: ChannelMessage) => notes.get(messageId),
      add: async (row: ChannelMessage) => notes.set(row.messageId, row),
      posted: async (row: ChannelMessage) => notes.set(row.messageId, { ...row, posted: 1 }),
    },
    conversations: {
      byOpenKey: async () => undefined, lastEndedOf: async () => ({ publicId: 'c1' }), byPublicId: async () => ({ id: 1 }),
      visitsOf: async () => [{ contactId: ANNA, channelAccountId: 'tg', departmentId: 'd', lastAt: 1, open: false }],
    },
    events: { byClientId: async (_chat: number, id: string) => (logged.includes(id) ? { seq: 4 } : undefined) },
    people: { find: async () => ({ id: ANNA, personas: [{ id: ANNA, name: null, email: null, phone: null, notes: null, optedOutAt, createdAt: 0, identities: [{ channelAccountId: 'tg', externalId: 'anna' }] }] }) },
  } as unknown as PluginContactsOptions['store']; // what is asked of it
  const contacts = createPluginContacts({ store, cluster: colleagues.cluster, reach: { of: async () => ({ possible: true }) }, now: () => 1 });
  say = () => contacts.say('crm', ORDER);
  said = () => contacts.said('crm', { id: ORDER.id, contact: ANNA });
});

describe('what a plugin says to somebody', () => {
  it('is not said to who opted out after it could not be said at first', async () => {
    takes = false;
    expect(await say()).toEqual({ refused: 'busy', retryable: true });
    takes = true;
    optedOutAt = 5;
    expect(await say()).toEqual({ refused: 'contact.opted-out', retryable: false });
    expect(logged).toEqual([]);
  });

  it('stands where it was said before they opted out, and is known to whoever asks', async () => {
    const at = { account: 'tg', conversation: 'c1', seq: 4 };
    takes = false;
    await say();
    expect(await said()).toBeNull();
    takes = true;
    expect(await say()).toEqual(at);
    optedOutAt = 5;
    expect([await say(), await said()]).toEqual([at, at]);
    expect(logged).toHaveLength(1);
  });
});
