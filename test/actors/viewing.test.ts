import { expect, it } from 'vitest';
import { Viewing } from '#rooms/desk/viewing.ts';
import { card } from './support/cards.ts';

const viewingOf = (): Viewing<string> => {
  const viewing = new Viewing<string>();
  viewing.watch(card('chat'));
  return viewing;
};

it('knows which consoles show a chat', () => {
  const viewing = new Viewing<string>();
  for (const console of ['left', 'left', 'right']) viewing.open(viewing.begin(console, 'chat'));
  expect([...viewing.viewers('chat')]).toEqual(['left', 'right']);
  expect([viewing.sees('left', 'chat'), viewing.sees('left', 'other')]).toEqual([true, false]);
});

it('lets go of a chat once, when the last console stops showing it', () => {
  const viewing = viewingOf();
  for (const console of ['left', 'right']) {
    const opening = viewing.begin(console, 'chat');
    viewing.end(opening);
    viewing.open(opening);
  }
  const released = ['left', 'left', 'right', 'right'].map((console) => {
    viewing.leave(console, 'chat');
    return viewing.release('chat');
  });
  expect(released).toEqual([false, false, true, false]);
  expect(viewing.viewers('chat').size).toBe(0);
  expect(viewing.watched).toEqual([]);
});

it('lets go of no chat that a console waits for', () => {
  const viewing = viewingOf();
  const opening = viewing.begin('left', 'chat');
  viewing.begin('right', 'chat');
  viewing.close('right');
  expect(viewing.release('chat')).toBe(false);
  expect(viewing.end(opening)).toBe(true);
  expect(viewing.release('chat')).toBe(true);
});

it('forgets what a console that is gone was waiting for', () => {
  const viewing = viewingOf();
  const opening = viewing.begin('left', 'chat');
  viewing.close('left');
  expect(viewing.end(opening)).toBe(false);
});

it('remembers where a chat stands for as long as it is watched', () => {
  const viewing = viewingOf();
  viewing.moved(card('chat', { department: 'sales' }));
  viewing.moved(card('other'));
  expect(viewing.card('chat')).toMatchObject({ department: 'sales' });
  expect(viewing.card('other')).toBeUndefined();
});
