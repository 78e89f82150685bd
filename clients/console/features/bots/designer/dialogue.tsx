import { Dots } from '../../../app/dots.tsx';
import { Icon } from '../../../app/icon.tsx';
import { useTexts } from '../../../app/preferences.tsx';
import { MessageText } from '../../conversation/message-text.tsx';
import { QuickReplies } from '../quick-replies.tsx';
import type { Rehearsal, Scene, Turn } from './flow-api.ts';
import classes from './test-drawer.module.css';
import { useWords } from './texts/use-texts.ts';

interface DialogueProps {
  readonly played: Rehearsal;
  readonly lines: Scene['lines'];
  readonly labelOf: (node: string) => string;
  /** Null: nothing can be chosen now. */
  readonly onChoose: ((choice: string) => void) | null;
}

/** What was said on both sides, each turn with the way that it went. */
export function Dialogue({ labelOf, lines, onChoose, played: { left, turns } }: DialogueProps) {
  const words = useWords();
  const said = lines.flatMap(({ say }) => (say === undefined ? [] : [say]));
  return (
    <>
      {left > 0 ? <p className={classes.quiet}>{words.test.earlier(left)}</p> : null}
      {turns.map((turn, index) => {
        const at = left + index;
        return (
          <div key={at} className={classes.turn}>
            {at === 0 ? null : <p className={classes.own}>{said[at - 1]}</p>}
            {turn.says.map(({ choices, text }, each) => (
              // oxlint-disable-next-line react/no-array-index-key -- They have no other name than their place.
              <div key={each} className={classes.says}>
                {text === '' ? null : <p className={classes.bubble}><MessageText text={text} /></p>}
                <QuickReplies choices={choices} onChoose={index < turns.length - 1 ? null : onChoose} />
              </div>
            ))}
            {turn.did.map((done) => <Done key={done.is} {...done} />)}
            {turn.trace.length === 0 ? null : (
              <details className={classes.way}>
                <summary>{words.test.way}</summary>
                {/* oxlint-disable-next-line react/no-array-index-key -- Steps may come again. */}
                <ol>{turn.trace.map(({ edge, node, why }, each) => <li key={each}>{labelOf(node)}<span>{why === '' ? edge : `${edge}: ${why}`}</span></li>)}</ol>
              </details>
            )}
          </div>
        );
      })}
    </>
  );
}

/** What was said and is not answered yet; a beginning has no words. */
export function Waiting({ lines }: { readonly lines: readonly string[] }) {
  const { bots: { test } } = useTexts();
  return lines.map((said, index) => (
    // oxlint-disable-next-line react/no-array-index-key -- They have no other name than their place.
    <div key={index} className={classes.turn}>
      {said === '' ? null : <p className={classes.own}>{said}</p>}
      <span className={classes.bubble}><Dots label={test.thinking} /></span>
    </div>
  ));
}

function Done({ is, reason, solved, summary }: Turn['did'][number]) {
  const { test } = useWords();
  if (is === 'handoff') return <p className={classes.done}><Icon name="handOver" size={14} />{reason === 'failed' ? test.failed : test.handed}{summary === undefined || summary === '' ? null : <q>{summary}</q>}</p>;
  return is === 'end' ? <p className={classes.done}><Icon name="circleCheck" size={14} />{solved === true ? test.solved : test.ended}</p> : null;
}
