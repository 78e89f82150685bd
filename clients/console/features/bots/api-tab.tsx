import { Button } from '@mantine/core';
import { useState } from 'react';
import { Ago } from '../../app/ago.tsx';
import { Confirm } from '../../app/confirm.tsx';
import { CopyText, Panel, Row } from '../settings/pieces.tsx';
import classes from './api-tab.module.css';
import type { Bot } from './bot.ts';
import type { BotsApi } from './bots-api.ts';
import { Loaded } from '../../app/form-drawer.tsx';
import { useBotTexts } from './texts/use-bot-texts.ts';
import { useBotChange } from './use-bots.ts';
import { useKeys } from './use-skills.ts';

interface ApiTabProps {
  readonly api: BotsApi;
  readonly bot: Bot;
}

const server = (): string => `${location.origin}/plugins/bot`;

const exampleOf = (clientId: string): string => `const { Chatbot } = require('@chatopera/sdk');
const bot = new Chatbot('${clientId}', process.env.BOT_SECRET, '${server()}');
bot.command('POST', '/conversation/query', { fromUserId: 'u1', textMessage: 'hello' }).then(console.log);`;

const Value = ({ value, label }: { readonly value: string; readonly label: string }) => <div className={classes.value}><output aria-label={label}>{value}</output><CopyText value={value} /></div>;

/** How programs talk with it. */
export function ApiTab({ api, bot }: ApiTabProps) {
  const words = useBotTexts().api;
  const keys = useKeys(api, bot.id);
  const [asks, setAsks] = useState(false);
  const rotate = useBotChange(() => api.rotate(bot.id));
  return (
    <Loaded query={keys}>
      {({ clientId, madeAt }) => (
        <>
          <p className={classes.lead}>{words.lead}</p>
          <Panel>
            <Row name={words.server} hint={words.serverHint}><Value value={server()} label={words.server} /></Row>
            <Row name="clientId" hint={words.clientHint}><Value value={clientId} label="clientId" /></Row>
            <Row name={words.secret} hint={words.secretHint}>
              <div className={classes.value}>
                <span>{madeAt === null ? words.none : <>{words.made} <Ago at={madeAt} /></>}</span>
                <Button variant="default" loading={rotate.isPending} onClick={() => { if (madeAt === null) rotate.mutate(undefined); else setAsks(true); }}>{madeAt === null ? words.make : words.rotate}</Button>
              </div>
            </Row>
          </Panel>
          {rotate.data === undefined ? null : (
            <section className={classes.once} role="status" aria-label={words.secret}><p>{words.once}</p><Value value={rotate.data.secret} label={words.secret} /></section>
          )}
          <section className={classes.code} aria-label={words.example}><h2>{words.example}</h2><pre className={classes.example}>{exampleOf(clientId)}</pre><CopyText value={exampleOf(clientId)} /></section>
          <Confirm opened={asks} title={words.rotateTitle} lead={words.rotateLead} action={words.rotate} onClose={() => setAsks(false)} onConfirm={() => rotate.mutate(undefined)} />
        </>
      )}
    </Loaded>
  );
}
