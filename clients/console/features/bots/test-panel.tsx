import { ActionIcon, Button, SegmentedControl, TextInput } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { FormEvent } from 'react';
import { Dots } from '../../app/dots.tsx';
import { Icon } from '../../app/icon.tsx';
import { useTexts } from '../../app/preferences.tsx';
import { useLayout } from '../../lib/use-layout.ts';
import { MessageText } from '../conversation/message-text.tsx';
import type { Bot, Entry, Says } from './bot.ts';
import { MOST } from './bot.ts';
import type { BotsApi } from './bots-api.ts';
import { EntryDrawer } from './entry-drawer.tsx';
import type { Edited } from './entry-drawer.tsx';
import { QuickReplies } from './quick-replies.tsx';
import classes from './test-panel.module.css';
import { TestTrace } from './test-trace.tsx';
import { EVERYTHING, useEntries } from './use-bots.ts';
import { useTalk } from './use-talk.ts';
import { useVersionTexts } from './versions/texts/use-texts.ts';
import { useVersions } from './versions/use-versions.ts';
import type { Branch } from './versions/version.ts';

interface TestPanelProps {
  readonly api: BotsApi;
  readonly bot: Bot;
}

function BotSays({ says, onChoose }: { readonly says: Says; readonly onChoose: ((choice: string) => void) | null }) {
  const { bots: { test: words } } = useTexts();
  const { choices = [], kind, text } = says;
  return (
    <div className={classes.says} data-kind={kind}>
      {kind === 'note' ? <span className={classes.kind}><Icon name="note" size={13} />{words.note}</span> : null}
      <p className={classes.bubble}><MessageText text={text} /></p>
      <QuickReplies choices={choices} onChoose={onChoose} />
    </div>
  );
}

/** A chat with the bot beside the reasons for what it says. */
export function TestPanel({ api, bot }: TestPanelProps) {
  const { bots: { test: words }, composer } = useTexts();
  const versions = useVersionTexts();
  const [branch, setBranch] = useState<Branch>('dev');
  const live = useVersions(api, bot.id).data?.live ?? null;
  const { turns, begin, say } = useTalk(api, bot.id, branch);
  const [text, setText] = useState('');
  /** The turn whose reasons are shown; null for the last one. */
  const [chosen, setChosen] = useState<number | null>(null);
  const [edited, setEdited] = useState<Edited | null>(null);
  const { data } = useEntries(api, bot.id, EVERYTHING);
  const log = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const layout = useLayout();
  // Whoever comes here writes; where fingers do, the keyboard would cover half of it.
  useEffect(() => {
    if (layout !== 'stack') field.current?.focus();
  }, [layout]);
  useEffect(() => {
    if (log.current !== null) log.current.scrollTop = log.current.scrollHeight;
  }, [turns]);

  const tell = (said: string) => {
    setChosen(null);
    say(said);
  };
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() === '') return;
    tell(text.trim());
    setText('');
  };
  const last = turns.findLastIndex(({ tried }) => tried !== null);
  const shown = chosen ?? last;
  const turn = turns[shown];
  const blank: Entry = { post: turn?.said ?? '', similar: [], replies: [''], enabled: true, categories: [] };
  return (
    <div className={classes.panel}>
      <section className={classes.chat} aria-label={words.chat}>
        <header>
          <h2>{words.chat}</h2>
          {live === null ? null : (
            <SegmentedControl
              size="xs" aria-label={versions.which} value={branch} onChange={(value) => { setChosen(null); setBranch(value === 'pro' ? 'pro' : 'dev'); }}
              data={[{ value: 'dev', label: versions.working }, { value: 'pro', label: versions.liveVersion(live) }]}
            />
          )}
          <Button size="xs" variant="subtle" color="gray" leftSection={<Icon name="retry" size={14} />} onClick={() => { setChosen(null); begin(); }}>{words.anew}</Button>
        </header>
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- It scrolls, so the keyboard must reach it. */}
        <div className={classes.log} ref={log} role="log" aria-label={words.chat} tabIndex={0}>
          {turns.map(({ said, tried }, index) => (
            // They have no other name than their place.
            // oxlint-disable-next-line react/no-array-index-key
            <div key={index} className={classes.turn}>
              {said === '' ? null : <p className={classes.own}>{said}</p>}
              {tried === null ? <span className={classes.thinking}><Dots label={words.thinking} /></span> : (
                <div className={classes.answer} data-chosen={index === shown || undefined}>
                  {tried.says.map((says, at) => (
                    // oxlint-disable-next-line react/no-array-index-key
                    <BotSays key={at} says={says} onChoose={index === turns.length - 1 ? tell : null} />
                  ))}
                  {tried.says.length === 0 ? <p className={classes.silent}>{words.silent}</p> : null}
                  {tried.next === 'stay' ? null : <p className={classes.next}><Icon name={tried.next === 'complete' ? 'circleCheck' : 'handOver'} size={14} />{words.next[tried.next]}</p>}
                  <button type="button" className={classes.why} aria-pressed={index === shown} onClick={() => setChosen(index)}>{words.why}</button>
                </div>
              )}
            </div>
          ))}
        </div>
        <form data-trial className={classes.composer} onSubmit={send}>
          <TextInput ref={field} className={classes.field ?? ''} aria-label={words.ask} placeholder={words.ask} value={text} onChange={(event) => setText(event.currentTarget.value)} maxLength={MOST.words} />
          <ActionIcon type="submit" size={34} radius="xl" variant="filled" color="accent" aria-label={composer.send} disabled={text.trim() === ''}><Icon name="send" /></ActionIcon>
        </form>
      </section>
      <TestTrace turn={turn?.tried == null ? null : { said: turn.said, tried: turn.tried }} bot={bot} onEdit={(id) => setEdited({ id })} onAdd={() => setEdited({ entry: blank })} />
      <EntryDrawer api={api} bot={bot} edited={edited} categories={data?.categories ?? []} onClose={() => setEdited(null)} />
    </div>
  );
}
