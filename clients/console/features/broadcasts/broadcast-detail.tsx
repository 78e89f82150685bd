import { ActionIcon, Button } from '@mantine/core';
import { Link, useLocation } from 'wouter';
import { formatNumber } from '#ui/format.ts';
import { Ago } from '../../app/ago.tsx';
import { Facts } from '../../app/facts.tsx';
import { Icon } from '../../app/icon.tsx';
import { usePreferences } from '../../app/preferences.tsx';
import { SKIPPED, sumOf, type Broadcast, type Failure } from './broadcast.ts';
import type { BroadcastsApi } from './broadcasts-api.ts';
import classes from './broadcasts.module.css';
import { RemoveButton } from './remove-button.tsx';
import { Begins, Progress, StageTag } from './standing.tsx';
import { useBroadcastTexts } from './texts/use-broadcast-texts.ts';
import { placeOf, useDeed, useFailures } from './use-broadcasts.ts';
import { useResults } from './use-results.ts';

interface BroadcastDetailProps {
  readonly api: BroadcastsApi;
  readonly broadcast: Broadcast;
}

interface FigureProps {
  readonly name: string;
  readonly value: number;
  readonly beside?: string | undefined;
  readonly bad?: boolean | undefined;
}

function Figure({ name, value, beside, bad = false }: FigureProps) {
  const { locale } = usePreferences();
  return <div className={classes.figure}><dt>{name}</dt><dd data-bad={bad && value > 0 ? true : undefined}><b>{formatNumber(value, locale)}</b>{beside === undefined ? null : <span>{beside}</span>}</dd></div>;
}

function FailureRow({ failure: { at, conversation, detail, reason } }: { readonly failure: Failure }) {
  const words = useBroadcastTexts();
  const why = words.why[reason as keyof typeof words.why] ?? reason;
  return (
    <li className={classes.failure}>
      <span className={classes.words}><span>{why}</span><Facts><Ago at={at} />{detail === '' || detail === reason ? null : <span>{detail}</span>}</Facts></span>
      <Link href={`/ended/${conversation}`}>{words.openChat}</Link>
    </li>
  );
}

/** A broadcast that has begun: how far it is, and what came of it. */
export function BroadcastDetail({ api, broadcast }: BroadcastDetailProps) {
  const { locale } = usePreferences();
  const words = useBroadcastTexts();
  const [, navigate] = useLocation();
  const stop = useDeed(api.stop);
  const resume = useDeed(api.resume);
  const results = useResults(api, broadcast);
  const { data: failures, fetchNextPage, hasNextPage } = useFailures(api, broadcast.id, broadcast.failed);
  const { answered, cut, delivered, failed, id, left, sent, skipped, stage, targeted, text, title, waiting } = broadcast;
  const share = (part: number): string | undefined => (sent === 0 ? undefined : words.share(new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 }).format(part / sent)));
  const out = SKIPPED.filter((why) => skipped[why] > 0);
  return (
    <article data-titled className={classes.page} aria-label={title}>
      <header className={classes.header}>
        <ActionIcon variant="subtle" color="gray" size={32} aria-label={words.back} onClick={() => navigate(placeOf())}><Icon name="back" /></ActionIcon>
        <div className={classes.who}><h1>{title}</h1><Facts><Begins broadcast={broadcast} /><span>{words.by(broadcast.by)}</span></Facts></div>
        <StageTag stage={stage} />
        {stage === 'running' ? <Button color="danger" variant="light" loading={stop.isPending} onClick={() => stop.mutate(id)}>{words.stop}</Button> : null}
        {stage === 'stopped' || stage === 'done' ? <RemoveButton api={api} broadcast={broadcast} /> : null}
        {stage === 'stopped' ? <Button loading={resume.isPending} onClick={() => resume.mutate(id)}>{words.resume}</Button> : null}
      </header>
      {stage === 'done' ? null : <Progress broadcast={broadcast} />}
      {stage === 'stopping' ? <p className={classes.note} role="status">{words.stoppingLead(waiting)}</p> : null}
      {stage === 'stopped' ? <p className={classes.note} role="status">{words.stoppedLead}</p> : null}
      {cut ? <p className={classes.note}>{words.cut}</p> : null}
      <dl className={classes.figures}>
        <Figure name={words.figures.targeted} value={targeted} />
        <Figure name={words.figures.sent} value={sent} beside={waiting > 0 ? words.onTheWay(waiting) : undefined} />
        <Figure name={words.figures.delivered} value={delivered} beside={share(delivered)} />
        <Figure name={words.figures.failed} value={failed} beside={failed > 0 ? share(failed) : undefined} bad />
        <Figure name={words.figures.skipped} value={sumOf(skipped)} />
        <Figure name={words.figures.answered} value={answered} beside={words.within} />
        <Figure name={words.figures.left} value={left} beside={words.afterIt} />
      </dl>
      <div className={classes.columns}>
        <div className={classes.form}>
          {out.length === 0 ? null : (
            <section>
              <h2>{words.leftOut}</h2>
              <ul className={classes.ways}>{out.map((why) => <li key={why}><span>{words.became[why]}</span><b>{formatNumber(skipped[why], locale)}</b></li>)}</ul>
            </section>
          )}
          {failures === undefined || failed === 0 ? null : (
            <section>
              <h2>{words.failures}</h2>
              <ul className={classes.list}>{failures.pages.flatMap(({ items }) => items).map((failure) => <FailureRow key={`${failure.conversation} ${failure.at}`} failure={failure} />)}</ul>
              {hasNextPage ? <Button variant="default" size="xs" onClick={() => void fetchNextPage()}>{words.more}</Button> : null}
            </section>
          )}
          <div><Button variant="default" leftSection={<Icon name="download" size={16} />} loading={results.busy} onClick={results.save}>{words.csv}</Button></div>
        </div>
        <aside className={classes.aside}>
          <section className={classes.card}><h2>{words.what}</h2><div className={classes.phone}><p className={classes.bubble}>{text}</p></div></section>
        </aside>
      </div>
    </article>
  );
}
