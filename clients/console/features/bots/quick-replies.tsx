import { useTexts } from '../../app/preferences.tsx';
import classes from './quick-replies.module.css';

interface QuickRepliesProps {
  readonly choices: readonly string[];
  /** Null once something else was said. */
  readonly onChoose: ((choice: string) => void) | null;
}

/** What a bot offers to answer with, where it is tried. */
export function QuickReplies({ choices, onChoose }: QuickRepliesProps) {
  const { message } = useTexts();
  return choices.length === 0 ? null : (
    <div className={classes.choices} role="group" aria-label={message.choices}>
      {choices.map((choice) => <button key={choice} type="button" disabled={onChoose === null} onClick={() => onChoose?.(choice)}>{choice}</button>)}
    </div>
  );
}
