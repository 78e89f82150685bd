import { Button } from '@mantine/core';
import { formatFull } from '#ui/format.ts';
import type { PluginJob, PluginRun } from '#wire/api.ts';
import { useRunJob } from '../../api/plugin-background.ts';
import { Ago } from '../../app/ago.tsx';
import { Facts } from '../../app/facts.tsx';
import { Fold } from '../../app/fold.tsx';
import { usePreferences } from '../../app/preferences.tsx';
import { useToast } from '../../app/toast.tsx';
import { useNow } from '../../lib/use-now.ts';
import classes from './plugin-background.module.css';
import { dueWords, durationWords, outcomeOf, scheduleWords } from './plugin-schedule.ts';
import type { Outcome } from './plugin-schedule.ts';

/** How long a run takes by now. */
function Taken({ since }: { readonly since: number }) {
  const { locale } = usePreferences();
  const now = useNow();
  return durationWords(Math.max(0, Math.floor((now - since) / 1_000)) * 1_000, locale);
}

/** `live`: read out when it changes. */
function Run({ run, outcome, live = false }: { readonly run: PluginRun; readonly outcome: Outcome; readonly live?: boolean }) {
  const { texts: { background: words }, locale } = usePreferences();
  const { startedAt, endedAt, node, error } = run;
  return (
    <div className={classes.run}>
      <Facts>
        <span className={classes.outcome} data-outcome={outcome} {...(live ? { role: 'status' } : {})} {...(outcome === 'interrupted' ? { title: words.interruptedHint } : {})}><i aria-hidden="true" />{words.outcomes[outcome]}</span>
        <Ago at={startedAt} />
        {outcome === 'interrupted' ? null : <span>{endedAt === null ? <Taken since={startedAt} /> : durationWords(endedAt - startedAt, locale)}</span>}
        <span>{node}</span>
      </Facts>
      {error === null ? null : <p className={classes.error}>{error}</p>}
    </div>
  );
}

function Due({ at }: { readonly at: number }) {
  const { texts: { background: words }, locale } = usePreferences();
  const now = useNow();
  const when = dueWords(at, now, locale);
  return when === null ? <span>{words.soon}</span> : <time dateTime={new Date(at).toISOString()} title={formatFull(at, locale)}>{words.next(when)}</time>;
}

function RunButton({ plugin, job: { name, title, dueAt, running } }: PluginJobRowProps) {
  const { texts: { background: words }, locale } = usePreferences();
  const { tell, fail } = useToast();
  const run = useRunJob(plugin);
  const due = useNow() >= (dueAt ?? Infinity);
  const busy = running || due || run.isPending;
  const label = running ? words.running : busy ? words.starting : words.run;
  const start = () => {
    if (!busy) run.mutate(name, { onSuccess: () => tell({ text: words.started(title[locale]) }), onError: (error) => fail(error) });
  };
  // Not `disabled` while busy: that would take the focus away from whoever has just pressed it.
  return <Button size="xs" variant="default" className={classes.action} aria-label={words.runOf(label, title[locale])} aria-disabled={busy} {...(busy ? { 'data-disabled': true } : {})} onClick={start}>{label}</Button>;
}

interface PluginJobRowProps { readonly plugin: string; readonly job: PluginJob }

export function PluginJobRow({ plugin, job }: PluginJobRowProps) {
  const { texts: { background: words }, locale } = usePreferences();
  const { title, schedule, dueAt, running, runs } = job;
  const [last, ...earlier] = runs;
  return (
    <li className={classes.entry}>
      <div className={classes.head}>
        <div className={classes.words}>
          <div className={classes.name}>{title[locale]}</div>
          <Facts>
            <span>{scheduleWords(schedule, locale, words)}</span>
            {dueAt === null || running ? null : <Due at={dueAt} />}
          </Facts>
        </div>
        {/* Where nothing is due, nothing is started either. */}
        {dueAt === null && !running ? null : <RunButton plugin={plugin} job={job} />}
      </div>
      {last === undefined ? <p className={classes.quiet}>{words.neverRan}</p> : <Run run={last} outcome={outcomeOf(last, running)} live />}
      {earlier.length === 0 ? null : (
        <Fold title={words.earlier(earlier.length)}>
          <ol className={classes.history}>{earlier.map((each) => <li key={`${each.startedAt} ${each.node}`}><Run run={each} outcome={outcomeOf(each, false)} /></li>)}</ol>
        </Fold>
      )}
    </li>
  );
}
