import { useEffect, useRef } from 'react';
import { listenToKeys } from './keys.ts';
import { Palette } from './palette.tsx';
import { ShortcutSheet } from './shortcut-sheet.tsx';
import { useCommands } from './use-commands.ts';
import type { Place } from './use-commands.ts';

/** Keys, palette and sheet, all from one list of commands. */
export function CommandCenter({ place }: { readonly place: Place }) {
  const commands = useCommands(place);
  const latest = useRef(commands);
  latest.current = commands;
  useEffect(() => listenToKeys(() => latest.current), []);
  return <><Palette commands={commands} /><ShortcutSheet /></>;
}
