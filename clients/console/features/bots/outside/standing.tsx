import { Button, Progress } from '@mantine/core';
import { formatNumber, formatTime } from '#ui/format.ts';
import { Icon } from '../../../app/icon.tsx';
import { usePreferences } from '../../../app/preferences.tsx';
import { useToast } from '../../../app/toast.tsx';
import type { BotsApi } from '../bots-api.ts';
import { useBotChange } from '../use-bots.ts';
import type { Outside } from './outside.ts';
import classes from './outside.module.css';
import { useOutsideTexts } from './texts/use-texts.ts';

function Spent({ name, of: { most, pause, spent } }: { readonly name: string; readonly of: Omit<Outside['engines'][number], 'host' | 'id'> }) {
  const { section: words, reasons } = useOutsideTexts();
  const { locale } = usePreferences();
  const shown = (value: number) => formatNumber(value, locale);
  const why: Readonly<Record<string, string | undefined>> = reasons;
  const share = Math.max(most.answers === 0 ? 1 : spent.answers / most.answers, most.tokens === null ? 0 : most.tokens === 0 ? 1 : spent.tokens / most.tokens);
  return (
    <li>
      <div className={classes.spent}><b>{name}</b><span>{words.answers(shown(spent.answers), shown(most.answers))}</span>{most.tokens === null ? null : <span>{words.tokens(shown(spent.tokens), shown(most.tokens))}</span>}</div>
      <Progress size={4} value={Math.min(1, share) * 100} color={share >= 1 ? 'danger' : 'accent'} aria-label={`${words.today}: ${name}`} />
      {share >= 1 ? <p data-tone="warning">{words.used}</p> : null}
      {pause === null ? null : <p data-tone="danger" role="alert">{words.paused(why[pause.failure] ?? pause.failure, formatTime(pause.until, locale))}{pause.detail === '' ? null : <span className={classes.detail}>{pause.detail}</span>}</p>}
    </li>
  );
}

/** What was spent today, whom the bots leave alone just now, and the switch that stops it all. */
export function OutsideStanding({ api, outside: { engines, model, off } }: { readonly api: BotsApi; readonly outside: Outside }) {
  const { section: words } = useOutsideTexts();
  const { tell } = useToast();
  const change = useBotChange(api.switchOutside);
  const set = (on: boolean) => change.mutate(on, { onSuccess: () => tell({ text: on ? words.allowed : words.stopped }) });
  return (
    <div className={classes.card}>
      <h3>{words.today}</h3>
      <ul className={classes.standings}>
        {model === null ? null : <Spent name={words.modelName} of={model} />}
        {engines.map((engine) => <Spent key={engine.id} name={engine.id} of={engine} />)}
      </ul>
      <div className={classes.switch} data-off={off !== null || undefined}>
        {off === null ? <p>{words.stopHint}</p> : <p role="status"><b><Icon name="alert" size={15} />{words.off(off.by)}</b>{words.offHint}</p>}
        {off === null
          ? <Button variant="default" color="danger" loading={change.isPending} onClick={() => set(false)}>{words.stop}</Button>
          : <Button loading={change.isPending} onClick={() => set(true)}>{words.start}</Button>}
      </div>
    </div>
  );
}
