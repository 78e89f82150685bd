import { Button } from '@mantine/core';
import { useState } from 'react';
import { Ago } from '../../../app/ago.tsx';
import { useTexts } from '../../../app/preferences.tsx';
import { Tag } from '../../../app/tag.tsx';
import { useToast } from '../../../app/toast.tsx';
import type { BotsApi } from '../bots-api.ts';
import { percent } from '../score.tsx';
import { Loaded, FormDrawer } from '../../../app/form-drawer.tsx';
import { useBotChange } from '../use-bots.ts';
import { ChangesSince } from './changes.tsx';
import { useVersionTexts } from './texts/use-texts.ts';
import { useVersions } from './use-versions.ts';
import type { Version, Versions } from './version.ts';
import classes from './versions.module.css';

interface OfBot {
  readonly api: BotsApi;
  readonly bot: string;
}

/** How many were added and removed; empty where none was. */
const signed = ({ added, removed }: { readonly added: number; readonly removed: number }, name: string): readonly string[] =>
  (added + removed === 0 ? [] : [[name, ...(added > 0 ? [`+${added}`] : []), ...(removed > 0 ? [`−${removed}`] : [])].join(' ')]);

function VersionItem({ api, bot, isLive, onLive, version: { accuracy, at, by, changes, intents, number, utterances } }: OfBot & { readonly version: Version; readonly isLive: boolean; readonly onLive: (() => void) | null }) {
  const words = useVersionTexts();
  const [opened, setOpened] = useState(false);
  const changed = changes === null ? [words.first] : [...signed(changes.intents, words.changedIntents), ...signed(changes.utterances, words.changedUtterances)];
  return (
    <li data-live={isLive || undefined}>
      <div className={classes.head}>
        <h3>{words.version(number)}{isLive ? <Tag tone="success" text={words.live} /> : null}</h3>
        <span className={classes.when}>{by} · <Ago at={at} /></span>
      </div>
      <p>{[words.intents(intents), words.utterances(utterances), ...(accuracy === null ? [] : [words.right(percent(accuracy))])].join(' · ')}</p>
      <p className={classes.diff}>{changed.length === 0 ? words.unchanged : changed.join(' · ')}</p>
      <div className={classes.buttons}>
        <Button size="compact-sm" variant="subtle" color="gray" aria-expanded={opened} aria-label={words.sinceOf(number)} onClick={() => setOpened(!opened)}>{words.since}</Button>
        {isLive ? null : <Button size="compact-sm" variant="default" aria-label={words.makeLiveOf(number)} disabled={onLive === null} onClick={() => onLive?.()}>{words.makeLive}</Button>}
      </div>
      {opened ? <ChangesSince api={api} bot={bot} from={number} /> : null}
    </li>
  );
}

function List({ api, bot, versions: { live, versions } }: OfBot & { readonly versions: Versions }) {
  const words = useVersionTexts();
  const { common } = useTexts();
  const { tell } = useToast();
  const undo = useBotChange((number: number) => api.makeLive(bot, number));
  const makeLive = useBotChange(async (number: number) => {
    await api.makeLive(bot, number);
    tell({ text: words.done(number), ...(live === null ? {} : { action: { label: common.undo, run: () => undo.mutate(live) } }) });
  });
  return (
    <>
      <p className={classes.lead}>{words.list}</p>
      <ul className={classes.versions}>
        {versions.map((version) => <VersionItem key={version.number} api={api} bot={bot} version={version} isLive={version.number === live} onLive={makeLive.isPending ? null : () => makeLive.mutate(version.number)} />)}
      </ul>
    </>
  );
}

/** All versions that are kept. */
export function VersionsDrawer({ api, bot, opened, onClose }: OfBot & { readonly opened: boolean; readonly onClose: () => void }) {
  const words = useVersionTexts();
  const query = useVersions(api, bot);
  return <FormDrawer title={opened ? words.title : null} onClose={onClose}>{() => <Loaded query={query}>{(versions) => <List api={api} bot={bot} versions={versions} />}</Loaded>}</FormDrawer>;
}
