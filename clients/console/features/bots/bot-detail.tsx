import { ActionIcon, Menu, Tabs } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useLocation, useSearchParams } from 'wouter';
import { useDepartmentName } from '../../api/queries.ts';
import { Confirm } from '../../app/confirm.tsx';
import { Emblem } from '../../app/emblem.tsx';
import { Icon } from '../../app/icon.tsx';
import { PageHead } from '../../app/page-head.tsx';
import { useTexts } from '../../app/preferences.tsx';
import { useToast } from '../../app/toast.tsx';
import { useUnsaved } from '../../lib/unsaved.ts';
import { ApiTab } from './api-tab.tsx';
import type { Bot } from './bot.ts';
import classes from './bot-detail.module.css';
import { Posts } from './bot-list.tsx';
import type { BotsApi } from './bots-api.ts';
import { FlowsTab } from './designer/flows-tab.tsx';
import { DictionariesTab } from './dictionaries-tab.tsx';
import { IntentsTab } from './intents-tab.tsx';
import { KnowledgeTab } from './documents/knowledge-tab.tsx';
import { ProfileForm } from './profile-form.tsx';
import { HistoryTab } from './record/history-tab.tsx';
import { StatisticsTab } from './record/statistics-tab.tsx';
import { useRecordTexts } from './record/texts/use-texts.ts';
import { UnansweredTab } from './record/unanswered-tab.tsx';
import { ScriptsTab } from './scripts-tab.tsx';
import { TestPanel } from './test-panel.tsx';
import { useBotTexts } from './texts/use-bot-texts.ts';
import { TABS, placeOf, useBotChange } from './use-bots.ts';
import type { BotTab } from './use-bots.ts';
import { useDrafts } from './use-drafts.ts';

interface BotDetailProps {
  readonly api: BotsApi;
  readonly bot: Bot;
  readonly bots: readonly Bot[];
}

const isTab = (value: string | null): value is BotTab => TABS.some((tab) => tab === value);

/** One bot: what it knows, how it behaves, and a talk with it. */
export function BotDetail({ api, bot, bots }: BotDetailProps) {
  const { bots: words, common } = useTexts();
  const names = { ...words.tabs, ...useBotTexts().tabs, ...useRecordTexts().tabs };
  const departmentName = useDepartmentName();
  const { tell } = useToast();
  const [, navigate] = useLocation();
  const [search] = useSearchParams();
  const asked = search.get('tab');
  const tab = isTab(asked) ? asked : 'knowledge';
  // Kept here, so that nothing is lost while one looks at another tab.
  const [draft, setDraft] = useState<Bot | null>(null);
  const release = useUnsaved(draft !== null, placeOf(bot.id));
  const { drafts, setDraft: setDraftOf } = useDrafts(bot.id);
  const unsaved = new Set<BotTab>([...(draft === null ? [] : ['profile' as const]), ...(Object.keys(drafts).length === 0 ? [] : ['scripts' as const])]);
  const [removing, setRemoving] = useState(false);
  const list = useRef<HTMLDivElement>(null);
  // On a phone there is no room for all of them.
  useEffect(() => {
    list.current?.querySelector('[data-active]')?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [tab]);
  // All in one: the page is gone as soon as the list has followed.
  const remove = useBotChange(async () => {
    await api.remove(bot.id);
    release();
    tell({ text: words.removed(bot.name) });
    navigate(placeOf());
  });
  return (
    <div data-titled>
      <PageHead
        back={{ label: words.back, href: placeOf() }} face={<Emblem size={40} tone="accent"><Icon name="robot" size={20} /></Emblem>} title={bot.name}
        below={<div className={classes.facts}>{departmentName(bot.department)}<Posts bot={bot} /></div>}
      >
        <Menu position="bottom-end" width={180} shadow="md">
          <Menu.Target><ActionIcon variant="subtle" color="gray" size={32} aria-label={words.actions(bot.name)}><Icon name="more" /></ActionIcon></Menu.Target>
          <Menu.Dropdown><Menu.Item color="danger" leftSection={<Icon name="trash" size={16} />} onClick={() => setRemoving(true)}>{words.remove}</Menu.Item></Menu.Dropdown>
        </Menu>
      </PageHead>
      <Tabs value={tab} onChange={(next) => { if (isTab(next)) navigate(placeOf(bot.id, next), { replace: true }); }} keepMounted={false} classNames={{ list: classes.tabs ?? '', tab: classes.tab ?? '' }}>
        <Tabs.List ref={list} aria-label={bot.name}>
          {TABS.map((each) => (
            <Tabs.Tab key={each} value={each}>
              {names[each]}
              {unsaved.has(each) ? <span className={classes.unsaved} role="img" aria-label={words.unsaved} /> : null}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="knowledge"><KnowledgeTab api={api} bot={bot} /></Tabs.Panel>
        <Tabs.Panel value="flows"><FlowsTab ask={api.ask} bot={bot} /></Tabs.Panel>
        <Tabs.Panel value="intents"><IntentsTab api={api} bot={bot} /></Tabs.Panel>
        <Tabs.Panel value="dictionaries"><DictionariesTab api={api} bot={bot} /></Tabs.Panel>
        <Tabs.Panel value="scripts"><ScriptsTab api={api} bot={bot} drafts={drafts} onDraft={setDraftOf} /></Tabs.Panel>
        <Tabs.Panel value="history"><HistoryTab api={api} bot={bot} /></Tabs.Panel>
        <Tabs.Panel value="unanswered"><UnansweredTab api={api} bot={bot} /></Tabs.Panel>
        <Tabs.Panel value="statistics"><StatisticsTab api={api} bot={bot} /></Tabs.Panel>
        <Tabs.Panel value="profile"><ProfileForm api={api} bot={bot} bots={bots} draft={draft} onDraft={setDraft} /></Tabs.Panel>
        <Tabs.Panel value="test"><TestPanel api={api} bot={bot} /></Tabs.Panel>
        <Tabs.Panel value="api"><ApiTab api={api} bot={bot} /></Tabs.Panel>
      </Tabs>
      <Confirm
        opened={removing} title={words.removeTitle(bot.name)} lead={words.removeLead} action={words.remove} onClose={() => setRemoving(false)}
        onConfirm={() => remove.mutate(undefined)}
      />
      <span className="visually-hidden" role="status">{remove.isPending ? common.loading : ''}</span>
    </div>
  );
}
