import type { PresenceStatus } from '#wire/protocol.ts';
import classes from './avatar.module.css';

/** One letter for a name in letters, the last two characters for a Chinese one, as people call each other. */
function initialsOf(name: string): string {
  const trimmed = name.trim();
  if (/\p{Script=Han}/u.test(trimmed)) return [...trimmed.replaceAll(/\P{Script=Han}/gu, '')].slice(-2).join('');
  const words = trimmed.split(/\s+/u);
  return [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => [...(word ?? '')][0] ?? '').join('').toLocaleUpperCase();
}

/** The same name has the same hue everywhere. */
function hueOf(name: string): number {
  let hash = 7;
  for (const character of name) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 360;
  return hash;
}

interface AvatarProps {
  readonly name: string;
  readonly size?: number;
  /** Shows a dot for it; the word stands elsewhere. */
  readonly presence?: PresenceStatus;
}

/** Decoration beside a name that is written or labelled. */
export const Avatar = ({ name, size = 32, presence }: AvatarProps) => (
  <span className={classes.root} style={{ width: size, height: size, fontSize: Math.round(size * 0.36), '--hue': hueOf(name) }} aria-hidden="true">
    {initialsOf(name)}
    {presence === undefined ? null : <span className={classes.presence} data-presence={presence} />}
  </span>
);
