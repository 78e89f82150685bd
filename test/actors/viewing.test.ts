import { expect, it } from 'vitest';
import { Viewing } from '#rooms/desk/viewing.ts';

it('knows which consoles show a chat', () => {
  const viewing = new Viewing<string>();
  viewing.open('left', 'chat');
  viewing.open('left', 'chat');
  viewing.open('right', 'chat');
  expect([...viewing.viewers('chat')]).toEqual(['left', 'right']);
  expect([viewing.sees('left', 'chat'), viewing.sees('left', 'other')]).toEqual([true, false]);
});

it('says when the last console stops showing it', () => {
  const viewing = new Viewing<string>();
  viewing.open('left', 'chat');
  viewing.open('right', 'chat');
  expect([viewing.leave('left', 'chat'), viewing.leave('left', 'chat'), viewing.leave('right', 'chat'), viewing.leave('right', 'chat')]).toEqual([false, false, true, false]);
  expect(viewing.viewers('chat').size).toBe(0);
});

it('names the chats that nobody shows any more when a console goes', () => {
  const viewing = new Viewing<string>();
  viewing.open('left', 'shared');
  viewing.open('right', 'shared');
  viewing.open('left', 'alone');
  expect(viewing.close('left')).toEqual(['alone']);
  expect(viewing.close('left')).toEqual([]);
  expect(viewing.close('right')).toEqual(['shared']);
});
