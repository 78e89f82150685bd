import { Button } from '@mantine/core';
import { useState } from 'react';
import { Ago } from '../../../app/ago.tsx';
import type { BotsApi } from '../bots-api.ts';
import type { Learning } from '../intent.ts';
import { PutLiveDialog } from './put-live-dialog.tsx';
import { useVersionTexts } from './texts/use-texts.ts';
import { VersionsDrawer } from './versions-drawer.tsx';
import classes from './versions.module.css';

interface LiveRowProps {
  readonly api: BotsApi;
  readonly bot: string;
  readonly learning: Learning;
}

/** Which version answers chats, and the way to another one. */
export function LiveRow({ api, bot, learning: { isStale, live, state } }: LiveRowProps) {
  const words = useVersionTexts();
  const [opened, setOpened] = useState<'put' | 'versions' | null>(null);
  const close = () => setOpened(null);
  const isDue = live === null || !live.isSame;
  return (
    <div className={classes.live}>
      <div>
        {live === null ? <p className={classes.strong}>{words.none}</p> : <p className={classes.strong}><i data-mark />{words.answers(live.number)}<span className={classes.when}>{live.by} · <Ago at={live.at} /></span></p>}
        <p>{live === null ? words.noneLead : live.isSame ? words.same : words.behind}{isDue && isStale ? ` ${words.untrained}` : ''}</p>
      </div>
      <span>
        {live === null ? null : <Button variant="subtle" color="gray" onClick={() => setOpened('versions')}>{words.title}</Button>}
        {isDue ? <Button variant={isStale || live === null ? 'default' : 'filled'} disabled={isStale || state === 'running'} onClick={() => setOpened('put')}>{words.put}</Button> : null}
      </span>
      {opened === 'put' ? <PutLiveDialog api={api} bot={bot} live={live?.number ?? null} onClose={close} /> : null}
      <VersionsDrawer api={api} bot={bot} opened={opened === 'versions'} onClose={close} />
    </div>
  );
}
