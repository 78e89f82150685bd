import { ActionIcon, Button, Menu } from '@mantine/core';
import { useState } from 'react';
import { useLocation } from 'wouter';
import type { Department } from '#wire/api.ts';
import { useArchiveDepartment, useDepartments } from '../../api/queries.ts';
import { Emblem } from '../../app/emblem.tsx';
import { EmptyState } from '../../app/empty-state.tsx';
import { Icon } from '../../app/icon.tsx';
import { NotLoaded } from '../../app/not-loaded.tsx';
import { useTexts } from '../../app/preferences.tsx';
import { Tag } from '../../app/tag.tsx';
import { useToast } from '../../app/toast.tsx';
import { Confirm } from '../../app/confirm.tsx';
import { Rows } from '../../app/rows.tsx';
import { DepartmentDialog } from './department-dialog.tsx';
import classes from './list.module.css';

interface EntryProps {
  readonly department: Department;
  readonly onEdit: () => void;
  readonly onArchive: () => void;
}

function Entry({ department, onEdit, onArchive }: EntryProps) {
  const { departments: words, agents } = useTexts();
  const [, navigate] = useLocation();
  const { name, assignment, members, waiting, archived } = department;
  const facts = [assignment === 'auto' ? words.auto : words.manual, ...(members.length === 0 ? [] : [words.membersCount(members.length)]), ...(waiting > 0 ? [words.waiting(waiting)] : [])];
  return (
    <li className={classes.entry} data-muted={archived || undefined}>
      <Emblem><Icon name="building" /></Emblem>
      <div className={classes.words}>
        <div className={classes.name}>{name}{archived ? <Tag text={words.archivedTag} /> : members.length === 0 ? <Tag tone="warning" text={words.noMembers} /> : null}</div>
        <div className={classes.detail}>{facts.join(' · ')}</div>
      </div>
      {archived ? null : (
        <Menu position="bottom-end" width={180} shadow="md">
          <Menu.Target><ActionIcon variant="subtle" color="gray" size={32} aria-label={agents.actions(name)}><Icon name="more" /></ActionIcon></Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<Icon name="settings" size={16} />} onClick={onEdit}>{words.edit}</Menu.Item>
            <Menu.Item leftSection={<Icon name="code" size={16} />} onClick={() => navigate('/settings/widget')}>{words.embed}</Menu.Item>
            <Menu.Item leftSection={<Icon name="archive" size={16} />} onClick={onArchive}>{words.archive}</Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
    </li>
  );
}

export function DepartmentsSettings() {
  const { departments: words } = useTexts();
  const { data, error, isPending, refetch } = useDepartments();
  const archive = useArchiveDepartment();
  const { tell, fail } = useToast();
  const [editing, setEditing] = useState<Department | 'new' | null>(null);
  const [archiving, setArchiving] = useState<Department | null>(null);
  if (isPending) return <Rows />;
  if (data === undefined) return <NotLoaded error={error} retry={refetch} />;
  const departments = [...data].sort((a, b) => Number(a.archived) - Number(b.archived));
  return (
    <>
      <div className={classes.top} data-beside><Button leftSection={<Icon name="plus" size={16} />} onClick={() => setEditing('new')}>{words.add}</Button></div>
      {departments.length === 0 ? <EmptyState icon="building" title={words.empty} lead={words.emptyLead} /> : (
        <ul className={classes.list}>
          {departments.map((department) => <Entry key={department.id} department={department} onEdit={() => setEditing(department)} onArchive={() => setArchiving(department)} />)}
        </ul>
      )}
      <DepartmentDialog department={editing} onClose={() => setEditing(null)} />
      <Confirm
        opened={archiving !== null} title={words.archiveTitle(archiving?.name ?? '')} lead={words.archiveLead} action={words.archive} onClose={() => setArchiving(null)}
        onConfirm={() => { if (archiving !== null) archive.mutate(archiving.id, { onSuccess: () => tell({ text: words.archived(archiving.name) }), onError: (error) => fail(error) }); }}
      />
    </>
  );
}
