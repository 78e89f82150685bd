import { Tooltip } from '@mantine/core';
import { Choice } from '../../../app/choice.tsx';
import { Emblem } from '../../../app/emblem.tsx';
import { KINDS } from './flow.ts';
import type { Kind } from './flow.ts';
import { Glyph, toneOf } from './glyph.tsx';
import classes from './palette.module.css';
import { useWords } from './texts/use-texts.ts';

/** What is dragged. */
export const NEW_STEP = 'application/x-parlor-step';

/** The kinds of steps: a click adds one behind the chosen step, a drag where it is dropped. */
export function Palette({ onAdd }: { readonly onAdd: (is: Kind) => void }) {
  const words = useWords();
  return (
    <nav className={classes.palette} aria-label={words.palette.title}>
      {KINDS.map((kind) => (
        <Tooltip key={kind} label={words.hints[kind]} position="right">
          <Choice
            className={classes.entry} draggable onClick={() => onAdd(kind)}
            onDragStart={(event) => { event.dataTransfer.setData(NEW_STEP, kind); event.dataTransfer.effectAllowed = 'copy'; }}
          >
            <Emblem size={28} tone={toneOf(kind)}><Glyph name={kind} size={16} /></Emblem>
            {words.kinds[kind]}
          </Choice>
        </Tooltip>
      ))}
      <p className={classes.hint}>{words.palette.hint}</p>
    </nav>
  );
}
