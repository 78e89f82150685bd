import { ActionIcon, Button, Menu, Switch } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useCallback, useMemo, useState } from 'react';
import { useSearchParams } from 'wouter';
import { Ago } from '../../../app/ago.tsx';
import { Choice } from '../../../app/choice.tsx';
import { Confirm } from '../../../app/confirm.tsx';
import { Emblem } from '../../../app/emblem.tsx';
import { NotLoaded } from '../../../app/not-loaded.tsx';
import { Icon } from '../../../app/icon.tsx';
import { useTexts } from '../../../app/preferences.tsx';
import { Tag } from '../../../app/tag.tsx';
import { useToast } from '../../../app/toast.tsx';
import { Rows } from '../../../app/rows.tsx';
import type { SlotComponentProps } from '../../slots/components.ts';
import { flowsApi, isRefused } from './flow-api.ts';
import type { FlowRow } from './flow-api.ts';
import type { Draft } from './flow.ts';
import classes from './flows-tab.module.css';
import { Glyph } from './glyph.tsx';
import { RenameDialog } from './rename-dialog.tsx';
import { empty, fromTemplate, TEMPLATES } from './templates.ts';
import type { Template } from './templates.ts';
import { useWords } from './texts/use-texts.ts';
import { standingOf } from './words.ts';

/** Loaded when somebody draws. */
const Designer = lazy(async () => ({ default: (await import('./designer.tsx')).Designer }));

interface FlowsTabProps extends SlotComponentProps {
  readonly bot: { readonly id: string; readonly language: 'en' | 'zh-CN' };
}

/** The flows of a bot; the one that the address names is open. */
export function FlowsTab({ ask, bot }: FlowsTabProps) {
  const words = useWords();
  const { common } = useTexts();
  const { fail, tell } = useToast();
  const api = useMemo(() => flowsApi(ask, bot.id), [ask, bot.id]);
  const queries = useQueryClient();
  const [search, setSearch] = useSearchParams();
  const { data, error, isPending, refetch } = useQuery({ queryKey: ['flows', bot.id], queryFn: api.list, retry: false });
  const changed = useCallback(() => void queries.invalidateQueries({ queryKey: ['flows', bot.id], exact: true }), [bot.id, queries]);
  const putOn = async (flow: string, enabled: boolean): Promise<void> => {
    await api.switch(flow, enabled);
    // With the one that is open: it may be by the time that this is undone.
    await queries.invalidateQueries({ queryKey: ['flows', bot.id] });
  };
  const switchTo = async ({ id, name }: FlowRow, enabled: boolean): Promise<void> => {
    await putOn(id, enabled);
    tell({ text: enabled ? words.list.wentOn(name) : words.list.wentOff(name), action: { label: common.undo, run: () => void putOn(id, !enabled).catch(fail) } });
  };
  const open = (flow: string | null): void => setSearch((before) => {
    const next = new URLSearchParams(before);
    if (flow === null) next.delete('flow');
    else next.set('flow', flow);
    return next;
  });
  const make = async (name: string, draft: Draft): Promise<void> => {
    try {
      const made = await api.make(name, draft);
      if (isRefused(made)) return tell({ text: made.refused === 'flows.too-many' ? words.list.tooMany(made.most ?? 0) : words.bar.tooLarge });
      await refetch();
      open(made.id);
    } catch (failure) {
      fail(failure);
    }
  };
  const language = bot.language === 'zh-CN' ? 'zh' : 'en';
  const begin = (template: Template | 'blank'): void => void make(template === 'blank' ? words.list.blank : words.templates[template].title, template === 'blank' ? empty(language) : fromTemplate(template, language));
  if (isPending) return <Rows />;
  if (data === undefined) return <NotLoaded error={error} retry={refetch} />;
  const opened = search.get('flow');
  return (
    <>
      {data.length === 0 ? <Templates onBegin={begin} /> : (
        <>
          <div className={classes.top}>
            <p>{words.list.lead}</p>
            <Menu position="bottom-end" width={280}>
              <Menu.Target><Button leftSection={<Icon name="plus" size={16} />}>{words.list.new}</Button></Menu.Target>
              <Menu.Dropdown>
                <Menu.Item onClick={() => begin('blank')}><b className={classes.option}>{words.list.blank}</b><span className={classes.about}>{words.list.blankLead}</span></Menu.Item>
                <Menu.Divider />
                {TEMPLATES.map((template) => <Menu.Item key={template} onClick={() => begin(template)}><b className={classes.option}>{words.templates[template].title}</b><span className={classes.about}>{words.templates[template].lead}</span></Menu.Item>)}
              </Menu.Dropdown>
            </Menu>
          </div>
          <ul className={classes.list}>{data.map((row) => <FlowItem key={row.id} row={row} onOpen={() => open(row.id)} onSwitch={(enabled) => switchTo(row, enabled).catch(fail)} onRename={(name) => api.rename(row.id, name).then(changed)} onRemove={() => void api.remove(row.id).then(() => { tell({ text: words.list.removed(row.name) }); changed(); }, fail)} />)}</ul>
        </>
      )}
      {opened === null ? null : <Suspense fallback={null}><Designer key={opened} api={api} bot={bot.id} flow={opened} flows={data} onChanged={changed} onClose={() => open(null)} /></Suspense>}
    </>
  );
}

const ICONS = { contact: 'handoff', repair: 'condition', answer: 'faq' } as const;
const TONES = { contact: 'queued', repair: 'transferring', answer: 'completed' } as const;

function Templates({ onBegin }: { readonly onBegin: (template: Template | 'blank') => void }) {
  const words = useWords();
  return (
    <div className={classes.empty}>
      <h2>{words.list.empty}</h2>
      <p>{words.list.emptyLead}</p>
      <div className={classes.templates}>
        {TEMPLATES.map((template) => (
          <button key={template} type="button" onClick={() => onBegin(template)}>
            <Emblem tone={TONES[template]}><Glyph name={ICONS[template]} size={20} /></Emblem>
            <b>{words.templates[template].title}</b>
            <span>{words.templates[template].lead}</span>
          </button>
        ))}
      </div>
      <Button variant="default" leftSection={<Icon name="plus" size={16} />} onClick={() => onBegin('blank')}>{words.list.blank}</Button>
    </div>
  );
}

interface FlowItemProps {
  readonly row: FlowRow;
  readonly onOpen: () => void;
  /** Resolves when it is done and seen. */
  readonly onSwitch: (enabled: boolean) => Promise<void>;
  readonly onRename: (name: string) => Promise<unknown>;
  readonly onRemove: () => void;
}

function FlowItem({ onOpen, onRemove, onRename, onSwitch, row: { enabled, live, name, nodes, published } }: FlowItemProps) {
  const words = useWords();
  const { list } = words;
  const toggle = useMutation({ mutationFn: onSwitch });
  const on = toggle.isPending ? toggle.variables : enabled;
  const [renaming, setRenaming] = useState(false);
  const [removing, setRemoving] = useState(false);
  return (
    <li className={classes.row} data-muted={on ? undefined : true}>
      <Choice className={classes.open} aria-label={list.open(name)} onClick={onOpen}>
        <Emblem tone="transferring"><Glyph name="flow" size={18} /></Emblem>
        <span className={classes.words}>
          <b>{name}</b>
          <span>{list.steps(nodes)}{published === null ? null : <> · {list.by(published.by)} · <Ago at={published.publishedAt} /></>}</span>
        </span>
        <Tag tone={live !== null && on ? 'success' : 'neutral'} text={standingOf({ live, enabled: on }, words)} />
      </Choice>
      {live === null ? null : <Switch size="sm" checked={on} aria-label={list.enabledOf(name)} onChange={(event) => { if (!toggle.isPending) toggle.mutate(event.currentTarget.checked); }} />}
      <Menu position="bottom-end" width={160}>
        <Menu.Target><ActionIcon variant="subtle" color="gray" aria-label={list.actions(name)}><Icon name="more" /></ActionIcon></Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => setRenaming(true)}>{list.rename}</Menu.Item>
          <Menu.Item color="danger" onClick={() => setRemoving(true)}>{list.remove}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <RenameDialog opened={renaming} name={name} onRename={onRename} onClose={() => setRenaming(false)} />
      <Confirm opened={removing} title={list.removeTitle(name)} lead={list.removeLead} action={list.remove} onConfirm={onRemove} onClose={() => setRemoving(false)} />
    </li>
  );
}
