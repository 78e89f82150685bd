import { Button } from '@mantine/core';
import type { Reply, Words } from './reply.ts';
import classes from './replies.module.css';
import { useReplyTexts } from './texts/use-reply-texts.ts';

interface ReplyConflictProps {
  /** What the reader began with. */
  readonly base: Words;
  readonly theirs: Reply;
  readonly onTheirs: () => void;
  readonly onMine: () => void;
}

/** Somebody else has saved it meanwhile: what they changed, and which of the two shall stand. */
export function ReplyConflict({ base, theirs, onMine, onTheirs }: ReplyConflictProps) {
  const words = useReplyTexts();
  const labels = { title: words.name, shortcut: words.shortcut, text: words.text };
  const changed = (['title', 'shortcut', 'text'] as const).filter((field) => theirs[field] !== base[field]);
  return (
    <div className={classes.conflict} role="alert">
      <p>{words.conflict(theirs.by)}</p>
      <dl>{changed.map((field) => <div key={field}><dt>{labels[field]}</dt><dd>{theirs[field] === '' ? '–' : theirs[field]}</dd></div>)}</dl>
      <div className={classes.actions}>
        <Button size="xs" variant="default" onClick={onTheirs}>{words.theirs}</Button>
        <Button size="xs" variant="default" onClick={onMine}>{words.mine}</Button>
      </div>
    </div>
  );
}
