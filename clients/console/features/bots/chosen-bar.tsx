import { Button, Checkbox } from '@mantine/core';
import { patiently } from '../../api/patiently.ts';
import { useTexts } from '../../app/preferences.tsx';
import { useToast } from '../../app/toast.tsx';
import type { Bot, StoredEntry } from './bot.ts';
import type { BotsApi } from './bots-api.ts';
import classes from './knowledge.module.css';
import { piecesOf } from './pieces.ts';
import { useBotChange } from './use-bots.ts';

interface ChosenBarProps {
  readonly api: BotsApi;
  readonly bot: Bot;
  /** Ids of those on the page. */
  readonly all: readonly string[];
  readonly chosen: ReadonlySet<string>;
  readonly onChoose: (chosen: ReadonlySet<string>) => void;
  /** What it says while nothing is chosen. */
  readonly count: string;
}

const never = new AbortController().signal;

/** What is done with several entries at once. */
export function ChosenBar({ api, bot, all, chosen, onChoose, count }: ChosenBarProps) {
  const { bots: { knowledge: words }, common } = useTexts();
  const { tell } = useToast();
  const ids = all.filter((id) => chosen.has(id));
  const bring = async (entries: readonly StoredEntry[]): Promise<void> => {
    for (const piece of piecesOf(entries)) await patiently(() => api.bring(bot.id, piece), never);
  };
  const restore = useBotChange(bring);
  const change = useBotChange(async (deed: 'off' | 'on' | 'remove') => {
    // The list has only how an entry begins.
    const entries = await Promise.all(ids.map((id) => patiently(() => api.entry(bot.id, id), never)));
    if (deed === 'remove') {
      await api.drop(bot.id, ids);
      tell({ text: words.removedMany(ids.length), action: { label: common.undo, run: () => restore.mutate(entries) } });
    } else await bring(entries.map((entry) => ({ ...entry, enabled: deed === 'on' })));
    onChoose(new Set());
  });
  const whole = ids.length === all.length;
  return (
    <div className={classes.chosen}>
      <Checkbox checked={whole} indeterminate={!whole && ids.length > 0} aria-label={words.chooseAll} onChange={() => onChoose(whole ? new Set() : new Set(all))} />
      <span role="status">{ids.length === 0 ? count : words.chosen(ids.length)}</span>
      {ids.length === 0 ? null : (
        <div className={classes.deeds}>
          <Button size="xs" variant="default" disabled={change.isPending} onClick={() => change.mutate('on')}>{words.switchOn}</Button>
          <Button size="xs" variant="default" disabled={change.isPending} onClick={() => change.mutate('off')}>{words.switchOff}</Button>
          <Button size="xs" variant="default" loading={change.isPending} onClick={() => change.mutate('remove')}>{common.remove}</Button>
        </div>
      )}
    </div>
  );
}
