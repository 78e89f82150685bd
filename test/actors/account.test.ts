import { beforeEach, describe, expect, it } from 'vitest';
import type { DeskClaims } from '#desk/tickets.ts';
import { Account } from '#rooms/desk/account.ts';
import type { Agent } from '#store/agents.repository.ts';
import { card } from './support/cards.ts';

let agent: Agent | undefined;
let departments: string[];
let account: Account;
const directory = { agent: () => Promise.resolve(agent), departmentsOf: () => Promise.resolve(departments) };
const claims: DeskClaims = { kind: 'desk', agent: 'lin', session: 1 };

beforeEach(async () => {
  agent = { id: 'lin', name: 'Lin', role: 'agent', capacity: 3, tokenVersion: 1, disabledAt: null } as Agent;
  departments = ['support'];
  account = new Account(directory, 'lin');
  await account.read();
});

describe('lets in', () => {
  it('its agent, with a ticket of the present session', () => {
    expect(account.admits(claims)).toBe(true);
    expect(account.admits({ ...claims, session: 2 })).toBe(false);
    expect(account.admits({ ...claims, agent: 'wei' })).toBe(false);
  });

  it('nobody while it is disabled, and afterwards nobody with a ticket from before', async () => {
    agent = { ...agent!, disabledAt: 1, tokenVersion: 2 };
    await account.read();
    expect([1, 2].map((session) => account.admits({ ...claims, session }))).toEqual([false, false]);
    agent = { ...agent, disabledAt: null };
    await account.read();
    expect([1, 2].map((session) => account.admits({ ...claims, session }))).toEqual([false, true]);
  });

  it('nobody when it is not there', async () => {
    const nobody = new Account({ ...directory, agent: () => Promise.resolve(undefined) }, 'lin');
    await nobody.read();
    expect(nobody.admits(claims)).toBe(false);
    expect(nobody.maySee(card('chat'))).toBe(false);
  });
});

describe('may see', () => {
  it.each([
    ['a chat of the department', {}, true],
    ['a chat of another one', { department: 'sales' }, false],
    ['their own, wherever it is', { department: 'sales', assignee: 'lin' }, true],
    ['one that is offered to them', { department: 'sales', transfer: { offer: 'o', to: { agent: 'lin' }, expiresAt: 1 } }, true],
    ['one that is offered to their department', { department: 'sales', transfer: { offer: 'o', to: { department: 'support' }, expiresAt: 1 } }, true],
    ['one that is offered to others', { department: 'sales', transfer: { offer: 'o', to: { agent: 'wei' }, expiresAt: 1 } }, false],
  ] as const)('%s', (_name, where, may) => {
    expect(account.maySee(card('chat', where))).toBe(may);
  });

  it('a supervisor everything, until they are none or disabled', async () => {
    const seen: boolean[] = [];
    for (const change of [{ role: 'supervisor' }, { disabledAt: 1 }, { disabledAt: null, role: 'admin' }, { role: 'agent' }] as const) {
      agent = { ...agent!, ...change };
      await account.read();
      seen.push(account.maySee(card('chat', { department: 'sales' })));
    }
    expect(seen).toEqual([true, false, true, false]);
  });
});

it('holds what was found last, however long an earlier reading takes', async () => {
  const first = Promise.withResolvers<string[]>();
  const answers = [first.promise, Promise.resolve(['sales'])];
  const slow = new Account({ ...directory, departmentsOf: () => answers.shift()! }, 'lin');
  const readings = [slow.read(), slow.read()];
  await Promise.resolve();
  first.resolve(['support']);
  await Promise.all(readings);
  expect(slow.departments).toEqual(['sales']);
});
