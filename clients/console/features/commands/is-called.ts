import { folded } from '#domain/words.ts';
import type { Command } from './command.ts';

/** Every word, folded, stands in what a command is called, or in the words of the chat that it leads to. */
export function isCalled({ label, words = '' }: Pick<Command, 'label' | 'words'>, asked: readonly string[]): boolean {
  const called = folded(`${label} ${words}`);
  return asked.every((word) => called.includes(word));
}
