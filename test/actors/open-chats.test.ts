import { beforeEach, describe, expect, it } from 'vitest';
import { card } from './support/cards.ts';
import { OpenDesk, settled } from './support/chats.ts';

let desk: OpenDesk;
beforeEach(() => {
  desk = new OpenDesk();
});

/** The console asks, and the page is on its way. */
const opening = async (console: string): Promise<void> => {
  desk.chats.slow = true;
  void desk.open.show(console, 'chat', 0);
  await desk.chats.next('card');
};

it('shows a chat and what is said in it, until the console leaves', async () => {
  await desk.open.show('left', 'chat', 0);
  desk.say(3);
  desk.open.leave('left', 'chat');
  desk.say(4);
  expect(desk.told).toEqual(['left opened chat', 'left notice 3']);
  expect(desk.chats.watchers.size).toBe(0);
});

it('shows what was said while the page was on its way, unless the page has it', async () => {
  await opening('left');
  desk.say(2);
  desk.say(3);
  await desk.chats.next('watch');
  expect(desk.told).toEqual(['left opened chat', 'left notice 3']);
});

it('lets go of a chat that is still watched for consoles of before', () => {
  desk.chats.watchers.add('chat');
  desk.say(3);
  expect(desk.told).toEqual([]);
  expect(desk.chats.watchers.size).toBe(0);
});

it('goes on showing what a console has open, though what it asks for once more cannot be had now', async () => {
  await desk.open.show('left', 'chat', 0);
  desk.chats.unreachable = true;
  await desk.open.show('left', 'chat', 2);
  desk.say(3);
  expect(desk.told).toEqual(['left opened chat', 'left refused chat actor.unreachable', 'left notice 3']);
  expect(desk.chats.watchers.has('chat')).toBe(true);
});

describe('a console that leaves', () => {
  it('takes nothing from one for which the chat is being opened', async () => {
    await desk.open.show('left', 'chat', 0);
    await opening('right');
    desk.open.left('left');
    expect(desk.chats.watchers.has('chat')).toBe(true);
    await desk.chats.next('watch');
    desk.say(3);
    expect(desk.told).toEqual(['left opened chat', 'right opened chat', 'right notice 3']);
  });

  it.each(['left', 'leave'] as const)('is shown nothing that it was waiting for (%s)', async (how) => {
    await opening('left');
    if (how === 'left') desk.open.left('left');
    else desk.open.leave('left', 'chat');
    await desk.chats.next('watch');
    desk.say(3);
    expect(desk.told).toEqual([]);
    expect(desk.open.shows('left', 'chat')).toBe(false);
    expect(desk.chats.watchers.size).toBe(0);
  });

  it('is shown nothing either when it left before it was known whether it may see the chat', async () => {
    desk.chats.slow = true;
    void desk.open.show('left', 'chat', 0);
    desk.open.left('left');
    await desk.chats.next('card');
    await desk.chats.next('watch');
    expect(desk.told).toEqual([]);
    expect(desk.chats.watchers.size).toBe(0);
  });

  it('and opens the chat again is shown it once', async () => {
    await opening('left');
    desk.open.leave('left', 'chat');
    void desk.open.show('left', 'chat', 0);
    await desk.chats.next('watch');
    expect(desk.told).toEqual([]);
    await desk.chats.next('card');
    await desk.chats.next('watch');
    desk.say(3);
    expect(desk.told).toEqual(['left opened chat', 'left notice 3']);
    expect(desk.chats.watchers.has('chat')).toBe(true);
  });
});

describe('rights that are withdrawn', () => {
  it('silence what is open at once, and close it', async () => {
    await desk.open.show('left', 'chat', 0);
    desk.departments = [];
    desk.say(3);
    expect(desk.open.shows('left', 'chat')).toBe(false);
    await desk.open.review();
    expect(desk.told).toEqual(['left opened chat', 'left refused chat conversation.unknown']);
    expect(desk.chats.watchers.size).toBe(0);
    desk.departments = ['support'];
    expect(desk.open.shows('left', 'chat')).toBe(false);
  });

  it('close nothing that has moved to where the agent still is', async () => {
    desk.departments = ['support', 'sales'];
    await desk.open.show('left', 'chat', 0);
    desk.chats.cards.set('chat', card('chat', { department: 'sales' }));
    desk.departments = ['sales'];
    await desk.open.review();
    desk.say(3);
    expect(desk.told).toEqual(['left opened chat', 'left notice 3']);
  });

  it('reach a chat that is just being opened', async () => {
    await opening('left');
    desk.departments = [];
    await desk.chats.next('watch');
    expect(desk.told).toEqual(['left refused chat conversation.unknown']);
    expect(desk.chats.watchers.size).toBe(0);
  });

  it('come with the chat when it moves to others', async () => {
    await desk.open.show('left', 'chat', 0);
    desk.open.moved(card('chat', { department: 'sales' }));
    expect(desk.told).toEqual(['left opened chat', 'left refused chat conversation.unknown']);
    expect(desk.chats.watchers.size).toBe(0);
  });

  it('close what is opened again in vain', async () => {
    await desk.open.show('left', 'chat', 0);
    desk.departments = [];
    await desk.open.show('left', 'chat', 2);
    expect(desk.told.slice(1)).toEqual(['left refused chat conversation.unknown']);
    expect(desk.chats.watchers.size).toBe(0);
  });
});

describe('a review', () => {
  it('has the consoles ask again for a chat that has forgotten its watchers', async () => {
    await desk.open.show('left', 'chat', 0);
    await desk.open.review();
    expect(desk.told).toEqual(['left opened chat']);
    desk.chats.watchers.clear();
    await desk.open.review();
    expect(desk.told.slice(1)).toEqual(['left resync chat']);
    await desk.open.show('left', 'chat', 0);
    desk.say(3);
    expect(desk.told.slice(2)).toEqual(['left opened chat', 'left notice 3']);
  });

  it('has them ask again for one that cannot be reached, and closes one that is not there', async () => {
    await desk.open.show('left', 'chat', 0);
    desk.chats.unreachable = true;
    await desk.open.review();
    desk.chats.unreachable = false;
    desk.chats.cards.clear();
    await desk.open.review();
    expect(desk.told.slice(1)).toEqual(['left resync chat', 'left refused chat conversation.unknown']);
  });

  it('asks about nothing that nobody looks at', async () => {
    await desk.open.show('left', 'chat', 0);
    desk.open.left('left');
    desk.chats.slow = true;
    void desk.open.review();
    await settled();
    expect(desk.chats.waiting).toEqual([]);
  });
});
