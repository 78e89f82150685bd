import { beforeEach, describe, expect, it } from 'vitest';
import { Assignment } from '#desk/assignment.ts';
import { refuse } from '#domain/errors.ts';
import type { Refusal } from '#domain/errors.ts';
import type { Participant } from '#domain/participant.ts';
import type { Department } from '#store/departments.repository.ts';
import { Colleagues } from './support/colleagues.ts';

const mei: Participant = { id: 'a:mei', kind: 'agent', name: 'Mei' };

/** The queues of the departments: those at the head first. */
let queues: Record<string, [conversation: string, ticket: number][]>;
let answers: Record<string, Refusal>;
let colleagues: Colleagues;
let assignment: Assignment;
let seats: Set<string>;
let full: boolean;
let doubts: string[];

beforeEach(() => {
  queues = {};
  answers = {};
  seats = new Set();
  full = false;
  doubts = [];
  colleagues = new Colleagues({
    'department next': (_request, id) => {
      const [first] = queues[id] ?? [];
      return first === undefined ? refuse('queue.empty') : { conversation: first[0], ticket: first[1] };
    },
    'conversation submit': (_request, id) => answers[id] ?? { seq: 3 },
  });
  const { cluster } = colleagues;
  const tell: typeof cluster.tell = (to, method, request) => {
    if (method === 'dequeue') queues[to.id]?.shift();
    cluster.tell(to, method, request);
  };
  const departments: Record<string, Pick<Department, 'archivedAt'>> = { support: { archivedAt: null }, former: { archivedAt: 5 } };
  let offers = 0;
  assignment = new Assignment({
    cluster: { ask: cluster.ask, tell }, newId: () => `offer-${++offers}`, transferTimeout: 60_000,
    directory: { department: async (id) => departments[id] as Department | undefined },
  });
});

const own = {
  grant: { actor: 7, epoch: 3 },
  reserve: (offer: string) => (full ? refuse('agent.full') : (seats.add(offer), true as const)),
  release: (offer: string) => void seats.delete(offer),
  doubt: (offer: string) => void doubts.push(offer),
};
const next = (...departments: string[]) => assignment.takeNext(own, mei, 'mei', departments);

describe('taking the next', () => {
  it('takes the longest waiting of all departments, and gives back what it was held besides', async () => {
    queues = { sales: [['late', 7]], support: [['early', 3]] };
    expect(await next('sales', 'support')).toEqual({ conversation: 'early', outcome: { seq: 3 } });
    expect(colleagues.said.at(-1)).toEqual(['department/sales release', { conversation: 'late', agent: 'mei' }]);
    expect(colleagues.said.find(([line]) => line.endsWith(' submit'))?.[1]).toMatchObject({ grant: own.grant });
    expect(seats.size).toBe(1);
  });

  it('is empty where nobody waits', async () => {
    expect(await next('sales', 'support')).toEqual(refuse('queue.empty'));
    expect(await next()).toEqual(refuse('queue.empty'));
  });

  it.each(['busy', 'actor.moved', 'actor.unreachable'] as const)('says %s when that is why the one who waits was not given', async (code) => {
    queues = { sales: [], support: [['a', 3]] };
    answers = { a: refuse(code) };
    expect(await next('sales', 'support')).toEqual(refuse(code));
    expect(colleagues.to('release')).toEqual(['department/support']);
    expect(colleagues.to('dequeue')).toEqual([]);
    // The seat of what may have been assigned after all stays held.
    expect([seats.size, doubts.length]).toEqual(code === 'busy' ? [0, 0] : [1, 1]);
  });

  it('says so when a department does not answer', async () => {
    colleagues.answers['department next'] = (_request, id) => refuse(id === 'sales' ? 'actor.unreachable' : 'queue.empty');
    expect(await next('sales', 'support')).toEqual(refuse('actor.unreachable'));
  });

  it('takes from another department what it can have now', async () => {
    queues = { sales: [['a', 1]], support: [['b', 2]] };
    answers = { a: refuse('busy') };
    expect(await next('sales', 'support')).toMatchObject({ conversation: 'b' });
  });

  it('asks no chat without a seat', async () => {
    full = true;
    queues = { support: [['a', 1]] };
    expect(await next('support')).toEqual(refuse('agent.full'));
    expect([colleagues.to('submit'), colleagues.to('release')]).toEqual([[], ['department/support']]);
  });

  it.each(['conversation.ended', 'conversation.taken', 'conversation.unknown'] as const)('has a chat that answers %s taken out of the queue, and takes the one after it', async (code) => {
    queues = { support: [['ghost', 1], ['ghost-2', 2], ['a', 3]] };
    answers = { ghost: refuse(code), 'ghost-2': refuse(code) };
    expect(await next('support')).toMatchObject({ conversation: 'a' });
    expect(colleagues.to('dequeue')).toEqual(['department/support', 'department/support']);
    expect(seats.size).toBe(1);
  });

  it('has a chat that is the agent\'s already taken out of the queue', async () => {
    queues = { support: [['mine', 1]] };
    colleagues.answers['conversation submit'] = () => ({ seq: null });
    expect(await next('support')).toMatchObject({ conversation: 'mine' });
    expect([queues['support'], seats.size]).toEqual([[], 0]);
  });

  it('gives up where there is no end of them: the next try goes on', async () => {
    queues = { support: Array.from({ length: 40 }, (_, i) => [`ghost-${i}`, i]) };
    colleagues.answers['conversation submit'] = () => refuse('conversation.ended');
    expect(await next('support')).toEqual(refuse('busy'));
    expect(queues['support']!.length).toBeGreaterThan(20);
    expect(queues['support']!.length).toBeLessThan(30);
  });
});

describe('accepting a transfer', () => {
  it('takes a seat, also at a desk that knows nothing of the offer any more', async () => {
    expect(await assignment.acceptTransfer(own, mei, 'a', 'offer')).toEqual({ seq: 3 });
    expect([...seats]).toEqual(['offer']);
  });

  it('asks no chat when there is no seat', async () => {
    full = true;
    expect(await assignment.acceptTransfer(own, mei, 'a', 'offer')).toEqual(refuse('agent.full'));
    expect(colleagues.said).toEqual([]);
  });

  it('gives the seat back when it comes to nothing, and keeps it for another try', async () => {
    colleagues.answers['conversation submit'] = () => refuse('busy');
    await assignment.acceptTransfer(own, mei, 'a', 'offer');
    expect(seats.size).toBe(1);
    colleagues.answers['conversation submit'] = () => refuse('conversation.ended');
    await assignment.acceptTransfer(own, mei, 'a', 'offer');
    expect(seats.size).toBe(0);
  });
});

describe('a transfer to a department', () => {
  it('is offered to one that there is', async () => {
    expect(await assignment.transfer(mei, 'a', { department: 'support' })).toEqual({ seq: 3 });
  });

  it.each(['nowhere', 'former'])('is refused for one that there is not, or no longer: %s', async (department) => {
    expect(await assignment.transfer(mei, 'a', { department })).toEqual(refuse('department.unknown'));
    expect(colleagues.said).toEqual([]);
  });
});
