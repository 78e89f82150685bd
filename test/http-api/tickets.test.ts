import { expect, it } from 'vitest';
import { createTicketOffice, TICKET_LIFETIME_MS, type TicketClaims } from '#desk/tickets.ts';
import { createVisitorTokens } from '#desk/visitors.ts';

const SECRET = 'the secret of these tests';
const claims: TicketClaims = {
  kind: 'visitor', conversation: '01ARZ3NDEKTSV4RRFFQ69G5FAV', contact: 'c', name: '访客 "4821"', department: 'd', channelAccount: 'w', locale: 'zh-CN', create: true,
};
const open = (secret = SECRET) => {
  const clock = { at: 1_000_000 };
  return { clock, office: createTicketOffice({ secret, now: () => clock.at }) };
};

it('gives back what it was given, for a minute', () => {
  const { clock, office } = open();
  const ticket = office.issue(claims);
  expect(office.verify(ticket)).toMatchObject(claims);
  clock.at += TICKET_LIFETIME_MS - 1;
  expect(office.verify(ticket)).toMatchObject(claims);
  clock.at += 1;
  expect(office.verify(ticket)).toEqual({ code: 'ticket.expired' });
});

it('fits into an address as it is, and is never the same twice', () => {
  const { office } = open();
  const [one, two] = [office.issue(claims), office.issue(claims)];
  expect(one).not.toBe(two);
  expect(one).toBe(encodeURIComponent(one));
  expect(one.length).toBeLessThan(600);
});

it('takes nothing that it did not sign', () => {
  const { office } = open();
  const ticket = office.issue(claims);
  const [payload = '', signature = ''] = ticket.split('.');
  const forged = Buffer.from(JSON.stringify({ ...claims, contact: 'somebody else', exp: 9e15, jti: '' })).toString('base64url');
  const attempts = [
    '', '.', 'x', 'a.b', payload, `.${signature}`, `${payload}.`, `${payload}.${signature}x`, `${payload}x.${signature}`, ` ${ticket}`, `${ticket} `,
    `${forged}.${signature}`, `${forged}.${'A'.repeat(43)}`, `${payload}.${signature.slice(0, -1)}é`, `${'x'.repeat(1_000_000)}.${signature}`,
    open('another secret').office.issue(claims),
    createVisitorTokens({ secret: 'another secret', now: () => 0 }).issue('c', 'w'),
  ];
  for (const text of attempts) expect(office.verify(text), text.slice(0, 80)).toEqual({ code: 'ticket.invalid' });
});

it('takes no ticket with one bit changed', () => {
  const { office } = open();
  const ticket = office.issue(claims);
  for (let at = 0; at < ticket.length; at++) {
    const changed = `${ticket.slice(0, at)}${ticket[at] === 'A' ? 'B' : 'A'}${ticket.slice(at + 1)}`;
    expect('code' in office.verify(changed), `at ${at}`).toBe(true);
  }
});
