import { describe, expect, it } from 'vitest';
import type { Command } from '#domain/commands.ts';
import { SYSTEM } from '#domain/participant.ts';
import { isWaiting } from '#domain/state.ts';
import { ann, bob, boss, visitor } from './people.ts';
import { assign, close, complete, conversations, follow, offerToBilling, outcome } from './play.ts';

const { queued, active, transferring } = conversations;
const toBilling = follow(active, ann, offerToBilling);

describe('a transfer', () => {
  it('leaves the chat with the one who offers it until it is accepted', () => {
    expect(transferring).toMatchObject({ status: 'transferring', assignee: ann.id, transfer: { offer: 'hand-1', to: { agent: 'bob' } } });
    expect(follow(transferring, bob, assign(bob, 'transferred', 'hand-1'))).toMatchObject({
      status: 'active', assignee: bob.id, transfer: null, participants: [visitor, bob], department: 'sales',
    });
  });

  it('to a department waits there, and belongs to it once taken', () => {
    expect([isWaiting(toBilling), isWaiting(transferring), isWaiting(queued), isWaiting(active)]).toEqual([true, false, true, false]);
    expect(toBilling).toMatchObject({ department: 'sales', queuedAt: toBilling.at });
    expect(follow(toBilling, bob, assign(bob, 'routed'))).toMatchObject({ status: 'active', department: 'billing', assignee: bob.id, queuedAt: null });
  });

  it('to a department is accepted by nobody in person: its queue gives it to one who has a seat', () => {
    for (const agent of [ann, bob]) expect(outcome(toBilling, agent, assign(agent, 'transferred', 'hand-1'))).toBe('transfer.unknown');
    expect(outcome(toBilling, bob, assign(bob, 'accepted'))).toBe('conversation.assigned');
  });

  it('is accepted while it stands, whatever the clock says meanwhile: its end is the timer\'s', () => {
    expect(transferring.transfer?.expiresAt).toBe(transferring.at + 60_000);
    expect(follow(transferring, bob, assign(bob, 'transferred', 'hand-1'), 3_600_000)).toMatchObject({ assignee: bob.id });
  });

  it.each<readonly [string, typeof ann, Command]>([
    ['is declined', bob, { type: 'transfer.decline', offer: 'hand-1' }],
    ['is cancelled', ann, { type: 'transfer.cancel' }],
    ['expires', SYSTEM, { type: 'transfer.expire', offer: 'hand-1' }],
  ])('that %s leaves everything as it was', (_title, by, command) => {
    expect(follow(transferring, by, command)).toMatchObject({ status: 'active', assignee: ann.id, transfer: null, queuedAt: null, participants: [visitor, ann] });
  });

  it.each<readonly [string, typeof ann, Command]>([
    ['close', ann, close],
    ['complete', ann, complete],
    ['return', ann, { type: 'conversation.return' }],
    ['takeover', boss, assign(boss, 'takeover')],
  ])('does not outlive a %s', (_title, by, command) => {
    for (const state of [transferring, toBilling]) expect(follow(state, by, command).transfer).toBeNull();
  });

  it('that is returned waits from then on', () => {
    expect(follow(toBilling, ann, { type: 'conversation.return' }, 90_000)).toMatchObject({ status: 'queued', department: 'sales', queuedAt: 90_000 });
  });

  it('without an offer is none: the field may be missing in what a socket sends', () => {
    expect(outcome(active, bob, { type: 'transfer.decline' } as Command)).toBe('transfer.unknown');
    expect(outcome(active, SYSTEM, { type: 'transfer.expire' } as Command)).toBe('');
  });
});
