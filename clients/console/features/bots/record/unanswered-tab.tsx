import { Button } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'wouter';
import { Ago } from '../../../app/ago.tsx';
import { EmptyState } from '../../../app/empty-state.tsx';
import { NotLoaded } from '../../../app/not-loaded.tsx';
import { Fold } from '../../../app/fold.tsx';
import { Icon } from '../../../app/icon.tsx';
import { useTexts } from '../../../app/preferences.tsx';
import { useToast } from '../../../app/toast.tsx';
import { Rows } from '../../../app/rows.tsx';
import type { Bot } from '../bot.ts';
import { MOST } from '../bot.ts';
import type { BotsApi } from '../bots-api.ts';
import { EntryDrawer } from '../entry-drawer.tsx';
import type { Edited } from '../entry-drawer.tsx';
import { EVERYTHING, useBotChange, useEntries } from '../use-bots.ts';
import classes from './record.module.css';
import own from './unanswered.module.css';
import { DaysField } from './days-field.tsx';
import { PickEntry } from './pick-entry.tsx';
import type { Cluster } from './record.ts';
import { useRecordTexts } from './texts/use-texts.ts';
import { useUnanswered } from './use-record.ts';

interface UnansweredTabProps {
  readonly api: BotsApi;
  readonly bot: Bot;
}

const questionsOf = ({ members }: Cluster): readonly string[] => members.map(({ question }) => question);

function ClusterItem({ cluster, onMake, onAdd, onIgnore }: { readonly cluster: Cluster; readonly onMake: () => void; readonly onAdd: () => void; readonly onIgnore: () => void }) {
  const words = useRecordTexts();
  const { at, members, name, questions, times } = cluster;
  const [first] = members;
  return (
    <li className={own.cluster}>
      <div className={own.head}>
        <h2>{name}</h2>
        <span className={own.times}>{words.unanswered.asked(times)} · <Ago at={at} /></span>
      </div>
      {questions > 1 ? (
        <div className={own.members}>
          <Fold title={words.unanswered.ways(questions)}>
            <ul>{members.map(({ conversation, question, times: each }) => <li key={question}><span>{question}</span>{each > 1 ? <b>{each}</b> : null}<Link href={`/ended/${conversation}`}>{words.history.chat}</Link></li>)}</ul>
          </Fold>
        </div>
      ) : null}
      <div className={own.deeds}>
        <Button size="xs" variant="light" leftSection={<Icon name="plus" size={14} />} onClick={onMake}>{words.unanswered.make}</Button>
        <Button size="xs" variant="default" onClick={onAdd}>{words.unanswered.add}</Button>
        <Button size="xs" variant="subtle" color="gray" onClick={onIgnore}>{words.unanswered.ignore}</Button>
        {questions > 1 || first === undefined ? null : <Link className={own.chat} href={`/ended/${first.conversation}`}>{words.history.chat}</Link>}
      </div>
    </li>
  );
}

/** What the bot does not know, by what it is about: an entry more, another way to ask for one, or nothing of interest. */
export function UnansweredTab({ api, bot }: UnansweredTabProps) {
  const { common } = useTexts();
  const words = useRecordTexts().unanswered;
  const { tell } = useToast();
  const [days, setDays] = useState(30);
  const [edited, setEdited] = useState<Edited | null>(null);
  const [picking, setPicking] = useState<Cluster | null>(null);
  const { data, error, isPending, isPlaceholderData, refetch } = useUnanswered(api, bot.id, days);
  const categories = useEntries(api, bot.id, EVERYTHING).data?.categories ?? [];
  const attend = useBotChange((questions: readonly string[]) => api.ignore(bot.id, questions, false));
  const ignore = useBotChange((questions: readonly string[]) => api.ignore(bot.id, questions, true));
  const unteach = useBotChange(({ entry, questions }: { readonly entry: string; readonly questions: readonly string[] }) => api.unteach(bot.id, entry, questions));
  const teach = useBotChange(({ cluster, entry }: { readonly cluster: Cluster; readonly entry: string }) => api.teach(bot.id, entry, questionsOf(cluster)));
  const add = (cluster: Cluster, entry: string, post: string) => teach.mutate({ cluster, entry }, {
    onSuccess: ({ taught }) => tell({ text: words.addedMany(taught.length), detail: post, ...(taught.length === 0 ? {} : { action: { label: common.undo, run: () => unteach.mutate({ entry, questions: taught }) } }) }),
  });
  const wave = (cluster: Cluster) => ignore.mutate(questionsOf(cluster), { onSuccess: () => tell({ text: words.ignored, detail: cluster.name, action: { label: common.undo, run: () => attend.mutate(questionsOf(cluster)) } }) });

  if (isPending) return <Rows count={5} />;
  if (data === undefined) return <NotLoaded error={error} retry={refetch} />;
  const { clusters, complete, more } = data;
  return (
    <>
      <div className={classes.toolbar}><p>{words.lead}</p><DaysField value={days} onChange={setDays} /></div>
      {clusters.length === 0 ? <EmptyState icon="circleCheck" title={words.empty} lead={words.emptyLead} /> : (
        <ul className={classes.list} data-stale={isPlaceholderData || undefined}>
          {clusters.map((cluster) => (
            <ClusterItem
              key={cluster.name} cluster={cluster} onAdd={() => setPicking(cluster)} onIgnore={() => wave(cluster)}
              onMake={() => setEdited({ entry: { post: cluster.name, similar: questionsOf(cluster).slice(1, MOST.similar), replies: [''], enabled: true, categories: [] } })}
            />
          ))}
        </ul>
      )}
      {more > 0 || !complete ? <div className={classes.more}>{more > 0 ? <p>{words.more(more)}</p> : null}{complete ? null : <p>{words.partly}</p>}</div> : null}
      <EntryDrawer api={api} bot={bot} edited={edited} categories={categories} onClose={() => setEdited(null)} />
      <PickEntry
        api={api} bot={bot} question={picking?.name ?? null} hits={[]} onClose={() => setPicking(null)}
        onPick={({ id, post }) => {
          if (picking !== null) add(picking, id, post);
          setPicking(null);
        }}
      />
    </>
  );
}
