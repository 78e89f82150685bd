import type { PresenceStatus } from '#wire/protocol.ts';
import classes from './avatar.module.css';
import { CornerMark } from './corner-mark.tsx';
import { Icon } from './icon.tsx';

/** First letters of a name in letters; of a Chinese one the last two characters, as people call each other. */
export function initialsOf(name: string): string {
  const han = name.match(/\p{Script=Han}/gu);
  if (han !== null) return han.slice(-2).join('');
  const words = name.trim().split(/\s+/u);
  const letters = (words.length > 1 ? [words[0], words.at(-1)] : words).map((word) => /^./u.exec(word ?? '')?.[0] ?? '');
  return letters.join('').toLocaleUpperCase();
}

/** The same name has the same hue everywhere; of a numbered visitor, whose name is translated, the number decides. */
function hueOf(name: string): number {
  let hash = 7;
  for (const character of /\d+/u.exec(name)?.[0] ?? name) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 360;
  return hash;
}

interface AvatarProps {
  readonly name: string;
  readonly size?: number;
  /** A visitor, most of whom have a number and no name: a figure stands for them. */
  readonly visitor?: boolean;
  /** Shows a dot for it; the word stands elsewhere. */
  readonly presence?: PresenceStatus;
}

/** Decoration beside a name that is written or labelled. */
export const Avatar = ({ name, size = 32, visitor = false, presence }: AvatarProps) => (
  <span className={classes.root} style={{ width: size, height: size, fontSize: Math.round(size * 0.36), '--hue': hueOf(name) }} aria-hidden="true">
    {visitor && /\d/u.test(name) ? <Icon name="user" size={Math.round(size * 0.56)} /> : initialsOf(name)}
    {presence === undefined ? null : <CornerMark state={presence} />}
  </span>
);
