import { useEffect, useRef } from 'react';
import type { Scope } from '../inbox/lists.ts';
import { listenToKeys } from './keys.ts';
import { Palette } from './palette.tsx';
import { ShortcutSheet } from './shortcut-sheet.tsx';
import { useCommands } from './use-commands.ts';

/** Keys, palette and sheet, all from one list of commands. */
export function CommandCenter({ scope, selected }: { readonly scope: Scope; readonly selected: string | undefined }) {
  const commands = useCommands(scope, selected);
  const latest = useRef(commands);
  latest.current = commands;
  useEffect(() => listenToKeys(() => latest.current), []);
  return <><Palette commands={commands} /><ShortcutSheet /></>;
}
