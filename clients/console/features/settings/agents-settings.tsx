import { ActionIcon, Button, Menu } from '@mantine/core';
import { useState } from 'react';
import type { Agent } from '#wire/api.ts';
import { useAgents, useDepartmentName, useUpdateAgent } from '../../api/queries.ts';
import { Avatar } from '../../app/avatar.tsx';
import { Icon } from '../../app/icon.tsx';
import { NotLoaded } from '../../app/not-loaded.tsx';
import { usePreferences, useTexts } from '../../app/preferences.tsx';
import { Tag } from '../../app/tag.tsx';
import { useToast } from '../../app/toast.tsx';
import { useSession } from '../session/session-gate.tsx';
import { AgentDialog } from './agent-dialog.tsx';
import { Confirm } from '../../app/confirm.tsx';
import { Rows } from '../../app/rows.tsx';
import classes from './list.module.css';
import { oneTimePassword } from './one-time-password.ts';
import { OneTimeDialog } from './one-time-dialog.tsx';
import type { Issued } from './one-time-dialog.tsx';

interface EntryProps {
  readonly agent: Agent;
  readonly own: boolean;
  readonly onEdit: () => void;
  readonly onReset: () => void;
  readonly onDisable: () => void;
  readonly onEnable: () => void;
}

function Entry({ agent, own, onEdit, onReset, onDisable, onEnable }: EntryProps) {
  const { texts: { agents: words, settings }, locale } = usePreferences();
  const departmentName = useDepartmentName();
  const places = agent.departments.map(departmentName).join(locale === 'en' ? ', ' : '、');
  return (
    <li className={classes.entry} data-muted={agent.disabled || undefined}>
      <Avatar name={agent.name} size={36} />
      <div className={classes.words}>
        <div className={classes.name}>
          {agent.name}
          {own ? <Tag text={words.you} /> : null}
          {agent.role === 'agent' ? null : <Tag text={settings.roles[agent.role]} />}
          {agent.disabled ? <Tag text={words.disabled} /> : agent.mustChangePassword ? <Tag tone="accent" text={words.oneTime} /> : null}
          {agent.departments.length === 0 && !agent.disabled ? <Tag tone="warning" text={words.noDepartments} /> : null}
        </div>
        <div className={classes.detail}>{places === '' ? agent.login : `${agent.login} · ${places}`}</div>
      </div>
      <Menu position="bottom-end" width={220} shadow="md">
        <Menu.Target><ActionIcon variant="subtle" color="gray" size={32} aria-label={words.actions(agent.name)}><Icon name="more" /></ActionIcon></Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<Icon name="settings" size={16} />} onClick={onEdit}>{words.edit}</Menu.Item>
          {own ? null : <Menu.Item leftSection={<Icon name="key" size={16} />} onClick={onReset}>{words.reset}</Menu.Item>}
          {own ? null : agent.disabled
            ? <Menu.Item leftSection={<Icon name="circleCheck" size={16} />} onClick={onEnable}>{words.enable}</Menu.Item>
            : <Menu.Item leftSection={<Icon name="circleMinus" size={16} />} onClick={onDisable}>{words.disable}</Menu.Item>}
        </Menu.Dropdown>
      </Menu>
    </li>
  );
}

export function AgentsSettings() {
  const { agents: words } = useTexts();
  const session = useSession();
  const { data, error, isPending, refetch } = useAgents();
  const update = useUpdateAgent();
  const { tell, fail } = useToast();
  const [editing, setEditing] = useState<Agent | 'new' | null>(null);
  const [disabling, setDisabling] = useState<Agent | null>(null);
  const [issued, setIssued] = useState<Issued | null>(null);
  if (isPending) return <Rows />;
  if (data === undefined) return <NotLoaded error={error} retry={refetch} />;

  const reset = ({ id, name }: Agent) => {
    const password = oneTimePassword();
    update.mutate({ id, input: { password } }, { onSuccess: () => setIssued({ name, password }), onError: (error) => fail(error) });
  };
  const enable = ({ id, name }: Agent, disabled: boolean) =>
    update.mutate({ id, input: { disabled } }, { onSuccess: () => tell({ text: disabled ? words.disabledToast(name) : words.enabledToast(name) }), onError: (error) => fail(error) });
  const agents = [...data].sort((a, b) => Number(a.disabled) - Number(b.disabled) || a.name.localeCompare(b.name));

  return (
    <>
      <div className={classes.top} data-beside><Button leftSection={<Icon name="plus" size={16} />} onClick={() => setEditing('new')}>{words.add}</Button></div>
      <ul className={classes.list}>
        {agents.map((agent) => (
          <Entry key={agent.id} agent={agent} own={agent.id === session.agent.id} onEdit={() => setEditing(agent)} onReset={() => reset(agent)} onDisable={() => setDisabling(agent)} onEnable={() => enable(agent, false)} />
        ))}
      </ul>
      <AgentDialog agent={editing} onClose={() => setEditing(null)} onIssued={setIssued} />
      <OneTimeDialog issued={issued} onClose={() => setIssued(null)} />
      <Confirm opened={disabling !== null} title={words.disableTitle(disabling?.name ?? '')} lead={words.disableLead} action={words.disable} onClose={() => setDisabling(null)} onConfirm={() => { if (disabling !== null) enable(disabling, true); }} />
    </>
  );
}
