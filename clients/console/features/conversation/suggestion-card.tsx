import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { Fold } from '../../app/fold.tsx';
import { Icon } from '../../app/icon.tsx';
import { useTexts } from '../../app/preferences.tsx';
import { keysShown } from '../commands/command.ts';
import { MessageText } from './message-text.tsx';
import classes from './suggestion-card.module.css';
import type { Suggestion, Suggestions } from './timeline.ts';
import { EDIT_KEYS, SEND_KEYS } from './suggestion-keys.ts';
import type { Suggested } from './use-suggestions.ts';

interface SuggestionCardProps {
  readonly row: Suggestions;
  /** The bot's name. */
  readonly by: string;
  readonly suggested: Suggested;
  /** Who only reads along has nobody to send it to. */
  readonly serving: boolean;
}

const Keys = ({ keys }: { readonly keys: string }) => <span className={classes.keys} aria-hidden="true">{keysShown(keys).map((key) => <kbd key={key}>{key}</kbd>)}</span>;

function Deeds({ suggestion, suggested }: { readonly suggestion: Suggestion; readonly suggested: Suggested }) {
  const { suggestion: words } = useTexts();
  const best = suggested.best?.seq === suggestion.seq;
  return (
    <div className={classes.deeds}>
      <Button size="xs" variant={best ? 'filled' : 'default'} onClick={() => suggested.send(suggestion)} {...(best ? { rightSection: <Keys keys={SEND_KEYS} />, 'aria-keyshortcuts': 'Alt+Enter' } : {})}>{words.send}</Button>
      <Button size="xs" variant="default" onClick={() => suggested.edit(suggestion)} {...(best ? { rightSection: <Keys keys={EDIT_KEYS} />, 'aria-keyshortcuts': 'F2' } : {})}>{words.edit}</Button>
      <Tooltip label={words.dismiss}>
        <ActionIcon variant="subtle" color="gray" size={28} aria-label={words.dismiss} onClick={() => suggested.dismiss(suggestion)}><Icon name="close" size={15} /></ActionIcon>
      </Tooltip>
    </div>
  );
}

/** What a bot would say in the agent's place. Once the talk has moved on, or it is done with, one line is left of it. */
export function SuggestionCard({ row, by, suggested, serving }: SuggestionCardProps) {
  const { suggestion: words } = useTexts();
  const open = row.fresh ? row.suggested.filter(({ seq }) => !suggested.settled.has(seq)) : [];
  const past = row.suggested.filter((suggestion) => !open.includes(suggestion));
  return (
    <>
      {past.length === 0 ? null : (
        <div className={classes.past}>
          <Fold title={words.past(past.length)}>
            <ul>{past.map(({ seq, text }) => <li key={seq}><MessageText text={text} /></li>)}</ul>
          </Fold>
        </div>
      )}
      {open.length === 0 ? null : (
        <article className={classes.card} aria-label={words.title(open.length)} data-suggestion>
          <header className={classes.header}><Icon name="robot" size={15} />{words.title(open.length)}<span className={classes.by}>{by}</span></header>
          {open.map((suggestion) => (
            <div key={suggestion.seq} className={classes.suggestion}>
              <p className={classes.text}><MessageText text={suggestion.text} /></p>
              {serving ? <Deeds suggestion={suggestion} suggested={suggested} /> : null}
            </div>
          ))}
        </article>
      )}
    </>
  );
}
