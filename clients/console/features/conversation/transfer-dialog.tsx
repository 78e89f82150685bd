import { Modal, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { KeyboardEvent } from 'react';
import type { Department } from '#wire/api.ts';
import type { TransferTarget } from '#wire/vocabulary.ts';
import { colleaguesQuery, useDepartments } from '../../api/queries.ts';
import { Avatar } from '../../app/avatar.tsx';
import { Choice } from '../../app/choice.tsx';
import { Icon } from '../../app/icon.tsx';
import { useTexts } from '../../app/preferences.tsx';
import { useSession } from '../session/session-gate.tsx';
import classes from './transfer-dialog.module.css';
import { useChatActions } from './use-chat-actions.ts';

interface TransferDialogProps {
  readonly id: string;
  readonly department: string;
  readonly opened: boolean;
  readonly onClose: () => void;
}

interface Target {
  readonly key: string;
  readonly to: TransferTarget;
  readonly name: string;
  readonly detail: string;
  readonly presence: 'online' | 'away' | 'offline' | null;
  readonly possible: boolean;
}

function useTargets(current: string, search: string): readonly Target[] {
  const { transfer, presence, departments: words } = useTexts();
  const { agent } = useSession();
  // Seats and presence change by the second: ask anew each time.
  const colleagues = useQuery({ ...colleaguesQuery, staleTime: 0 }).data ?? [];
  const departments = useDepartments().data ?? [];
  const people = colleagues.filter((colleague) => colleague.id !== agent.id).map((colleague): Target => {
    const free = Math.max(0, colleague.capacity - colleague.seats);
    const online = colleague.status === 'online';
    return {
      key: colleague.id, to: { agent: colleague.id }, name: colleague.name, presence: colleague.status, possible: online && free > 0,
      detail: online ? (free > 0 ? transfer.free(free) : transfer.full) : presence[colleague.status],
    };
  });
  people.sort((a, b) => Number(b.possible) - Number(a.possible) || a.name.localeCompare(b.name));
  const others = departments.filter((department) => !department.archived && department.id !== current);
  const staffed = (department: Department): boolean => department.members.length > 0;
  const online = new Set(colleagues.filter(({ id, status }) => id !== agent.id && status === 'online').map(({ id }) => id));
  const standing = ({ members, waiting }: Department): string => (members.some((member) => online.has(member)) ? transfer.waiting(waiting) : transfer.deserted(waiting));
  const groups = [...others.filter(staffed), ...others.filter((department) => !staffed(department))].map((department): Target => ({
    key: department.id, to: { department: department.id }, name: department.name, presence: null, possible: true,
    detail: staffed(department) ? standing(department) : words.noMembers,
  }));
  const wanted = search.trim().toLocaleLowerCase();
  return [...people, ...groups].filter((target) => target.name.toLocaleLowerCase().includes(wanted));
}

/** Hands a chat to a colleague or a department: type, arrow, Enter. */
function TransferChoice({ id, department, onClose }: Omit<TransferDialogProps, 'opened'>) {
  const { transfer } = useTexts();
  const actions = useChatActions();
  const [search, setSearch] = useState('');
  const targets = useTargets(department, search);
  const possible = targets.filter((target) => target.possible);
  const [at, setAt] = useState(0);
  const chosen = possible[Math.min(at, possible.length - 1)];

  const offer = ({ to }: Target) => {
    onClose();
    void actions.transfer(id, to);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      setAt(Math.max(0, Math.min(possible.length - 1, at + (event.key === 'ArrowDown' ? 1 : -1))));
    } else if (event.key === 'Enter' && chosen !== undefined) {
      event.preventDefault();
      offer(chosen);
    }
  };

  const option = (target: Target) => (
    <li key={target.key}>
      <Choice className={classes.option} id={`transfer-${target.key}`} data-chosen={target.key === chosen?.key || undefined} disabled={!target.possible} tabIndex={-1} onClick={() => offer(target)}>
        {target.presence === null ? <span className={classes.building}><Icon name="building" /></span> : <Avatar name={target.name} size={30} presence={target.presence} />}
        <span className={classes.name}>{target.name}</span>
        <span className={classes.detail}>{target.detail}</span>
      </Choice>
    </li>
  );
  const section = (title: string, items: readonly Target[]) => items.length === 0 ? null : (
    <section aria-label={title}><h3 className={classes.title}>{title}</h3><ul>{items.map(option)}</ul></section>
  );

  return (
    <>
      <TextInput
        data-autofocus aria-label={transfer.search} placeholder={transfer.search} leftSection={<Icon name="search" size={16} />} value={search}
        onChange={(event) => { setSearch(event.currentTarget.value); setAt(0); }} onKeyDown={onKeyDown} aria-activedescendant={chosen === undefined ? undefined : `transfer-${chosen.key}`}
      />
      <div className={classes.list}>
        {section(transfer.colleagues, targets.filter((target) => target.presence !== null))}
        {section(transfer.departments, targets.filter((target) => target.presence === null))}
        {targets.length === 0 ? <p className={classes.nobody}>{transfer.nobody}</p> : null}
      </div>
      <p className={classes.lead}>{transfer.lead}</p>
    </>
  );
}

export function TransferDialog({ opened, onClose, ...chat }: TransferDialogProps) {
  const { transfer, common } = useTexts();
  return (
    <Modal opened={opened} onClose={onClose} title={transfer.title} size={420} closeButtonProps={{ 'aria-label': common.close }}>
      <TransferChoice {...chat} onClose={onClose} />
    </Modal>
  );
}
