import { Button, Progress, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { Ago } from '../../app/ago.tsx';
import { usePreferences } from '../../app/preferences.tsx';
import { useToast } from '../../app/toast.tsx';
import type { Bot } from './bot.ts';
import type { BotsApi } from './bots-api.ts';
import type { Guessed, Learning } from './intent.ts';
import { Marked } from './marked-area.tsx';
import { percent, ScoreBar } from './score.tsx';
import classes from './skills.module.css';
import { useBotTexts } from './texts/use-bot-texts.ts';
import { useBotChange, useBotFailure } from './use-bots.ts';
import { LiveRow } from './versions/live-row.tsx';
import { useVersionTexts } from './versions/texts/use-texts.ts';

interface LearningCardProps {
  readonly api: BotsApi;
  readonly bot: Bot;
  readonly learning: Learning;
}

function Guesses({ said, guessed: { entities, guesses, least, slots } }: { readonly said: string; readonly guessed: Guessed }) {
  const words = useBotTexts().intents;
  const marks = [...slots.map(({ from, to }) => ({ from, to, tone: 'accent' as const })), ...entities.map(({ from, to }) => ({ from, to, tone: 'success' as const }))];
  return (
    <div className={classes.guesses} role="region" aria-label={words.result} aria-live="polite">
      <p className={classes.said}><Marked text={said} marks={marks} /></p>
      {guesses.length === 0 ? <p>{words.noGuess}</p> : (
        <ul>
          {guesses.map(({ confidence, intent }) => (
            <li key={intent} className={classes.guess}>
              <span>{intent}</span><span>{percent(confidence)}</span>
              <ScoreBar score={confidence} marks={[least]} tone={confidence >= least ? 'success' : 'neutral'} />
            </li>
          ))}
        </ul>
      )}
      <div className={classes.found}>
        {slots.map(({ from, slot, to }) => <span key={`${slot} ${from}`}>{`{${slot}}`}<b>{said.slice(from, to)}</b></span>)}
        {entities.map(({ dictionary, from, value }) => <span key={`${dictionary} ${from}`}>{dictionary}<b>{value}</b></span>)}
      </div>
    </div>
  );
}

/** What it has learned of intents, another training, and a sentence to try it by. */
export function LearningCard({ api, bot, learning }: LearningCardProps) {
  const words = useBotTexts().intents;
  const { right } = useVersionTexts();
  const { locale } = usePreferences();
  const { tell } = useToast();
  const fail = useBotFailure();
  const [text, setText] = useState('');
  const train = useBotChange(() => api.train(bot.id));
  const guess = useMutation({ mutationFn: async (said: string) => ({ said, guessed: await api.guess(bot.id, said) }), onError: fail });
  const { accuracy, error, hasModel, intents, isStale, state, took, trainedAt, utterances, waiting } = learning;
  const running = state === 'running' || train.isPending;
  const seconds = new Intl.NumberFormat(locale, { maximumFractionDigits: 1, minimumFractionDigits: took < 10_000 ? 1 : 0 }).format(Math.max(took, 100) / 1_000);
  const ran = useRef(false);
  useEffect(() => {
    if (ran.current && state === 'done') tell({ text: words.trained, detail: words.learned(utterances, intents, seconds) });
    ran.current = state === 'running';
  }, [state, tell, words, utterances, intents, seconds]);
  return (
    <section className={classes.card} aria-label={words.training}>
      <div className={classes.status}>
        <div>
          {trainedAt === 0 ? <p>{waiting === 0 ? words.nothing : words.untrained}</p> : <p>{words.learned(utterances, intents, seconds)} · <Ago at={trainedAt} />{accuracy === null ? null : ` · ${right(percent(accuracy))}`}</p>}
          {state === 'failed' ? <p data-tone="danger" role="alert">{words.failed(error)}</p> : null}
          {!running && isStale ? <p data-tone="warning">{words.stale}</p> : null}
          {!running && trainedAt > 0 && !hasModel ? <p>{words.few}</p> : null}
        </div>
        <Button variant={isStale || trainedAt === 0 ? 'filled' : 'default'} disabled={waiting === 0 || running} onClick={() => train.mutate(undefined)}>{words.train}</Button>
      </div>
      {running ? <div className={classes.running}><Progress value={100} animated aria-label={words.running(waiting)} /><p role="status">{words.running(waiting)}</p></div> : null}
      {trainedAt === 0 ? null : <LiveRow api={api} bot={bot.id} learning={learning} />}
      {trainedAt === 0 ? null : (
        <form className={classes.try} onSubmit={(event) => { event.preventDefault(); if (text.trim() !== '') guess.mutate(text.trim()); }}>
          <TextInput aria-label={words.try} placeholder={words.try} value={text} maxLength={500} onChange={(event) => setText(event.currentTarget.value)} />
          <Button type="submit" variant="default" loading={guess.isPending} disabled={text.trim() === ''}>{words.guess}</Button>
        </form>
      )}
      {guess.data === undefined ? null : <Guesses {...guess.data} />}
    </section>
  );
}
