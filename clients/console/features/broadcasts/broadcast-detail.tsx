import { Button } from '@mantine/core';
import { Link } from 'wouter';
import { formatNumber } from '#ui/format.ts';
import { Ago } from '../../app/ago.tsx';
import { Facts } from '../../app/facts.tsx';
import { Figure, Figures } from '../../app/figures.tsx';
import { Icon } from '../../app/icon.tsx';
import { PageHead } from '../../app/page-head.tsx';
import { usePreferences } from '../../app/preferences.tsx';
import { SKIPPED, sumOf, type Broadcast, type Failure } from './broadcast.ts';
import type { BroadcastsApi } from './broadcasts-api.ts';
import classes from './broadcast-detail.module.css';
import page from './broadcasts.module.css';
import { Bubble, Bubbles } from './bubbles.tsx';
import { RemoveButton } from './remove-button.tsx';
import { Begins, Progress, StageTag } from './standing.tsx';
import { useBroadcastTexts } from './texts/use-broadcast-texts.ts';
import { placeOf, useDeed, useFailures } from './use-broadcasts.ts';
import { useResults } from './use-results.ts';

interface BroadcastDetailProps {
  readonly api: BroadcastsApi;
  readonly broadcast: Broadcast;
}

function FailureRow({ failure: { at, conversation, detail, reason } }: { readonly failure: Failure }) {
  const words = useBroadcastTexts();
  const why = words.why[reason as keyof typeof words.why] ?? reason;
  return (
    <li>
      <span><span>{why}</span><Facts><Ago at={at} />{detail === '' || detail === reason ? null : <span>{detail}</span>}</Facts></span>
      <Link href={`/ended/${conversation}`}>{words.openChat}</Link>
    </li>
  );
}

/** A broadcast that has begun: how far it is, and what came of it. */
export function BroadcastDetail({ api, broadcast }: BroadcastDetailProps) {
  const { locale } = usePreferences();
  const words = useBroadcastTexts();
  const stop = useDeed(api.stop);
  const resume = useDeed(api.resume);
  const results = useResults(api, broadcast);
  const { data: failures, fetchNextPage, hasNextPage } = useFailures(api, broadcast.id, broadcast.failed);
  const { answered, cut, delivered, failed, id, left, pending, sent, skipped, stage, targeted, text, title, waiting } = broadcast;
  const share = (part: number): string | undefined => (sent === 0 ? undefined : words.share(new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 }).format(part / sent)));
  const number = (value: number): string => formatNumber(value, locale);
  const out = SKIPPED.filter((why) => skipped[why] > 0);
  return (
    <article data-titled className={classes.page} aria-label={title}>
      <PageHead back={{ label: words.back, href: placeOf() }} title={title} below={<Facts><Begins broadcast={broadcast} /><span>{words.by(broadcast.by)}</span></Facts>}>
        <StageTag stage={stage} />
        {stage === 'running' ? <Button color="danger" variant="light" loading={stop.isPending} onClick={() => stop.mutate(id)}>{words.stop}</Button> : null}
        {stage === 'stopped' ? <Button loading={resume.isPending} onClick={() => resume.mutate(id)}>{words.resume}</Button> : null}
      </PageHead>
      {stage === 'done' ? null : <Progress broadcast={broadcast} />}
      {stage === 'stopping' ? <p className={page.note} role="status">{words.stoppingLead(waiting)}</p> : null}
      {stage === 'stopped' ? <p className={page.note} role="status">{words.stoppedLead}</p> : null}
      {cut ? <p className={page.note}>{words.cut}</p> : null}
      <Figures>
        <Figure name={words.figures.targeted} value={number(targeted)} beside={pending > 0 ? words.toCome(number(pending)) : undefined} />
        <Figure name={words.figures.sent} value={number(sent)} beside={waiting > 0 ? words.onTheWay(waiting) : undefined} />
        <Figure name={words.figures.delivered} value={number(delivered)} beside={share(delivered)} />
        <Figure name={words.figures.failed} value={number(failed)} beside={failed > 0 ? share(failed) : undefined} bad={failed > 0} />
        <Figure name={words.figures.skipped} value={number(sumOf(skipped))} />
        <Figure name={words.figures.answered} value={number(answered)} beside={words.within} />
        <Figure name={words.figures.left} value={number(left)} beside={words.afterIt} />
      </Figures>
      <div className={page.columns}>
        <div className={page.form}>
          {out.length === 0 ? null : (
            <section>
              <h2>{words.leftOut}</h2>
              <ul className={page.ways}>{out.map((why) => <li key={why}><span>{words.became[why]}</span><b>{number(skipped[why])}</b></li>)}</ul>
            </section>
          )}
          {failures === undefined || failed === 0 ? null : (
            <section>
              <h2>{words.failures}</h2>
              <ul className={classes.list}>{failures.pages.flatMap(({ items }) => items).map((failure) => <FailureRow key={`${failure.conversation} ${failure.at}`} failure={failure} />)}</ul>
              {hasNextPage ? <Button variant="default" size="xs" onClick={() => void fetchNextPage()}>{words.more}</Button> : null}
            </section>
          )}
          <div className={classes.deeds}>
            <Button variant="default" leftSection={<Icon name="download" size={16} />} loading={results.busy} onClick={results.save}>{words.csv}</Button>
            {stage === 'stopped' || stage === 'done' ? <RemoveButton api={api} broadcast={broadcast} /> : null}
          </div>
        </div>
        <aside className={page.aside}>
          <Bubbles title={words.what}><Bubble text={text} /></Bubbles>
        </aside>
      </div>
    </article>
  );
}
