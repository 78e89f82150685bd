import { Button } from '@mantine/core';
import { Choice } from '../../app/choice.tsx';
import { EmptyState } from '../../app/empty-state.tsx';
import { Icon } from '../../app/icon.tsx';
import { useTexts } from '../../app/preferences.tsx';
import { Tag } from '../../app/tag.tsx';
import type { Bot, Hit, Tried } from './bot.ts';
import { OutsideReason } from './outside/sources.tsx';
import { useOutsideTexts } from './outside/texts/use-texts.ts';
import { percent, ScoreBar } from './score.tsx';
import classes from './test-trace.module.css';

interface TestTraceProps {
  readonly turn: { readonly said: string; readonly tried: Tried } | null;
  readonly bot: Pick<Bot, 'best' | 'suggest'>;
  readonly onEdit: (entry: string) => void;
  /** Of a question that it did not know. */
  readonly onAdd: () => void;
}

/** Parts of a bot that did not find an answer. */
export const MISSES: ReadonlySet<string> = new Set(['unhelpful', 'fallback', 'question', 'hand-over']);
export const TONES: Readonly<Record<string, 'success' | 'warning' | 'danger' | undefined>> = { faq: 'success', intent: 'success', script: 'success', model: 'success', engine: 'success', flow: 'success', question: 'warning', fallback: 'danger', unhelpful: 'danger', 'hand-over': 'danger' };

/** `onEdit`: null where there is no such entry any more. */
export function HitBar({ hit: { id, post, score }, bot: { best, suggest }, onEdit }: { readonly hit: Hit; readonly bot: TestTraceProps['bot']; readonly onEdit: TestTraceProps['onEdit'] | null }) {
  const tone = score >= best ? 'success' : score >= suggest ? 'warning' : 'neutral';
  return (
    <li>
      <Choice className={classes.hit} disabled={onEdit === null} onClick={() => onEdit?.(id)}>
        <span className={classes.post}>{post}</span><span className={classes.score}>{percent(score)}</span>
        <ScoreBar score={score} marks={[suggest, best]} tone={tone} />
      </Choice>
    </li>
  );
}

/** Why the bot said what it said. */
export function TestTrace({ turn, bot, onEdit, onAdd }: TestTraceProps) {
  const { bots: { test: words } } = useTexts();
  const { section } = useOutsideTexts();
  if (turn === null) return <aside className={classes.trace} aria-label={words.trace}><EmptyState icon="search" title={words.trace} lead={words.traceLead} /></aside>;
  const { said, tried: { took, trace: { by, hits, outside = [] } } } = turn;
  const names: Readonly<Record<string, string | undefined>> = words.by;
  const hints: Readonly<Record<string, string | undefined>> = words.byHints;
  return (
    <aside className={classes.trace} aria-label={words.trace}>
      <h2>{words.trace}</h2>
      <div className={classes.by}><Tag tone={TONES[by]} text={names[by] ?? by} /><span className={classes.took}>{words.took(took < 10 ? took.toFixed(1) : took.toFixed(0))}</span></div>
      {hints[by] === undefined ? null : <p className={classes.hint}>{hints[by]}</p>}
      {said === '' ? null : (
        <>
          <h3>{words.hits}</h3>
          {hits.length === 0 ? <p className={classes.hint}>{words.noHits}</p> : (
            <>
              <ul className={classes.hits}>{hits.map((hit) => <HitBar key={hit.id} hit={hit} bot={bot} onEdit={onEdit} />)}</ul>
              <p className={classes.marks}>{words.marks(percent(bot.suggest), percent(bot.best))}</p>
            </>
          )}
        </>
      )}
      {outside.length === 0 ? null : <><h3>{section.title}</h3>{outside.map((each) => <OutsideReason key={each.via} trace={each} />)}</>}
      {MISSES.has(by) ? <Button size="xs" variant="light" leftSection={<Icon name="plus" size={14} />} onClick={onAdd}>{words.add}</Button> : null}
    </aside>
  );
}
