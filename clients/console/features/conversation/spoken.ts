import type { Texts } from '../../i18n/en.ts';

/** A message in one line: what lists show and a screen reader says. `words`: as `previewOf` has them, of a picture its caption and of a file its name. */
export function spokenOf(kind: string | undefined, words: string, { message }: Pick<Texts, 'message'>): string {
  if (kind === 'file') return message.fileNamed(words);
  if (words !== '') return words;
  return kind === 'voice' ? message.recording : kind === 'image' ? message.picture : '';
}
