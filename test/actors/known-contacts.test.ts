import { describe, expect, it } from 'vitest';
import { knownIn } from '#desk/known-contacts.ts';
import type { Segment } from '#plugin/define.ts';
import type { ChannelAccount } from '#store/channel-accounts.repository.ts';
import type { Visit } from '#store/conversations.repository.ts';
import type { Persona, Person } from '#store/people.repository.ts';

const account = (id: string, kind: string, disabledAt: number | null = null): ChannelAccount =>
  ({ id, kind, disabledAt, departmentId: 'd', name: id, token: id, allowedOrigins: [], settings: { account: id }, createdAt: 0 });
const persona = (id: string, accounts: readonly string[], more: Partial<Persona> = {}): Persona =>
  ({ id, name: null, email: null, phone: null, notes: null, optedOutAt: null, createdAt: 0, identities: accounts.map((each) => ({ channelAccountId: each, externalId: `${id}@${each}` })), ...more });
const visit = (contactId: string, channelAccountId: string, departmentId: string, lastAt: number, open = false): Visit => ({ contactId, channelAccountId, departmentId, lastAt, open });

const people: readonly Person[] = [
  { id: 'anna', personas: [persona('anna', ['tg'], { name: 'Anna Berg', email: 'anna@example.com' }), persona('anna-2', ['wx'], { optedOutAt: 5 }), persona('anna-3', ['web'])] },
  { id: 'bert', personas: [persona('bert', ['wx'], { phone: '+49 30 1815' })] },
  { id: 'web-only', personas: [persona('web-only', ['web'], { name: 'Somebody' })] },
  { id: 'silent', personas: [persona('silent', ['tg'])] },
  { id: 'gone', personas: [persona('gone', ['old'])] },
];
const visits = [visit('anna', 'tg', 'sales', 100), visit('anna-2', 'wx', 'support', 300, true), visit('anna-3', 'web', 'support', 900), visit('bert', 'wx', 'support', 200), visit('web-only', 'web', 'sales', 800), visit('gone', 'old', 'sales', 10)];
const known = knownIn({
  now: () => 1_000,
  store: { channelAccounts: { list: async () => [account('tg', 'telegram'), account('wx', 'wechat'), account('web', 'web'), account('old', 'telegram', 9)] }, conversations: { visitsOf: async () => visits } } as never,
});
const ask = async (segment: Segment = {}) => known.of(people, await known.accounts(), segment);

describe('a segment', () => {
  it('has everybody once whom a channel leads to, with the channel that they used last first', async () => {
    expect(await ask()).toEqual([
      {
        id: 'anna', name: 'Anna Berg', email: 'anna@example.com', phone: null, optedOut: true,
        ways: [{ contact: 'anna-2', account: 'wx', channel: 'wechat', lastAt: 300, open: true }, { contact: 'anna', account: 'tg', channel: 'telegram', lastAt: 100, open: false }],
      },
      { id: 'bert', name: null, email: null, phone: '+49 30 1815', optedOut: false, ways: [{ contact: 'bert', account: 'wx', channel: 'wechat', lastAt: 200, open: false }] },
    ]);
  });

  it.each<[string, Segment, readonly string[]]>([
    ['of one account', { accounts: ['tg'] }, ['anna']],
    ['of a department, by whichever channel', { departments: ['support'] }, ['anna', 'bert']],
    ['of another department', { departments: ['sales'] }, ['anna']],
    ['seen since then', { seenSince: 201 }, ['anna']],
    ['with an e-mail address', { email: true }, ['anna']],
    ['without a phone number', { phone: false }, ['anna']],
    ['with some text, in any case', { text: ' BERG ' }, ['anna']],
    ['with some digits', { text: '1815' }, ['bert']],
    ['of all of it', { text: 'anna', phone: true }, []],
  ])('%s', async (_title, segment, expected) => {
    expect((await ask(segment)).map(({ id }) => id)).toEqual(expected);
  });

  it('writes to them by the accounts that it names only', async () => {
    expect((await ask({ accounts: ['tg'] }))[0]?.ways.map(({ account: each }) => each)).toEqual(['tg']);
  });
});
