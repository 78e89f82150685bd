import { Button, Switch } from '@mantine/core';
import { slotsIn } from './intent.ts';
import type { Completion, IntentSlot } from './intent.ts';
import { MarkedArea } from './marked-area.tsx';
import classes from './skills.module.css';
import { useBotTexts } from './texts/use-bot-texts.ts';

interface IntentCompletionProps {
  readonly completion: Completion;
  readonly slots: readonly IntentSlot[];
  readonly flaw: 'long-reply' | 'reply-slot' | null;
  readonly onChange: (completion: Completion) => void;
}

/** What becomes of a visitor once all is known. */
export function IntentCompletion({ completion, flaw, onChange, slots }: IntentCompletionProps) {
  const words = useBotTexts().intents;
  const { handsOver, reply } = completion;
  const names = slots.map(({ name }) => name).filter((name) => name !== '');
  const named = slotsIn(reply);
  return (
    <div role="group" aria-label={words.complete}>
      <div className={classes.top}><div><h2>{words.complete}</h2><p>{words.completeHint}</p></div></div>
      <div className={classes.after}>
        <MarkedArea
          label={words.reply} description={words.replyHint} placeholder={handsOver ? words.replyNoted : words.replyNotedAs} value={reply} onChange={(text) => onChange({ ...completion, reply: text })}
          marks={named.map(({ from, name, to }) => ({ from, to, tone: names.includes(name) ? 'accent' : 'warning' }))} error={flaw === null ? undefined : words.flaws[flaw]}
        />
        {names.length === 0 ? null : (
          <div className={classes.chips}>{words.insert}{names.map((name) => <Button key={name} size="compact-xs" variant="light" onClick={() => onChange({ ...completion, reply: `${reply}${reply === '' || /\s$/.test(reply) ? '' : ' '}{${name}}` })}>{`{${name}}`}</Button>)}</div>
        )}
        <Switch label={words.handsOver} description={words.handsOverHint} checked={handsOver} onChange={(event) => onChange({ ...completion, handsOver: event.currentTarget.checked })} />
      </div>
    </div>
  );
}
