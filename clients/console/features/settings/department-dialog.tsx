import { Button, MultiSelect, Radio, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { FormEvent } from 'react';
import { useLocation } from 'wouter';
import type { Department } from '#wire/api.ts';
import { useAgents, useCreateDepartment, useUpdateDepartment } from '../../api/queries.ts';
import type { FormInDrawer } from '../../app/form-drawer.tsx';
import { FormError } from '../../app/form-error.tsx';
import { FormModal } from '../../app/form-modal.tsx';
import { useTexts } from '../../app/preferences.tsx';
import { useToast } from '../../app/toast.tsx';
import { forgetErrors, useFormErrors } from '../../lib/form-errors.ts';
import { useIsChanged } from '../../lib/unsaved.ts';
import classes from './list.module.css';
import { Actions } from './pieces.tsx';

function DepartmentForm({ department, onClose, onDirty }: FormInDrawer & { readonly department: Department | null }) {
  const { departments: words, common } = useTexts();
  const agents = useAgents().data ?? [];
  const create = useCreateDepartment();
  const update = useUpdateDepartment();
  const { tell } = useToast();
  const [, navigate] = useLocation();
  const [name, setName] = useState(department?.name ?? '');
  const [assignment, setAssignment] = useState<Department['assignment']>(department?.assignment ?? 'manual');
  const [members, setMembers] = useState<readonly string[]>(department?.members ?? []);
  const dirty = useIsChanged({ name, assignment, members });
  useEffect(() => onDirty(dirty), [dirty, onDirty]);
  const errors = useFormErrors(create.error ?? update.error);

  const save = (event: FormEvent) => {
    event.preventDefault();
    const input = { name: name.trim(), assignment, members };
    // A name that was left as it is may be one that each reads in their language.
    if (department !== null) return update.mutate({ id: department.id, input: input.name === department.name ? { assignment, members } : input }, { onSuccess: () => { tell({ text: common.saved }); onClose(); } });
    create.mutate(input, { onSuccess: () => {
      tell({ text: words.added(input.name), detail: words.addedLead, action: { label: words.embed, run: () => navigate('/settings/widget') } });
      onClose();
    } });
  };

  return (
    <form className={classes.form} onSubmit={save} onChange={() => forgetErrors(create, update)}>
      <TextInput data-autofocus label={words.name} description={words.nameHint} value={name} onChange={(event) => setName(event.currentTarget.value)} error={errors.of('name')} required withAsterisk={false} maxLength={80} />
      <Radio.Group label={words.assignment} value={assignment} onChange={(value) => setAssignment(value === 'auto' ? 'auto' : 'manual')}>
        <div className={classes.form} style={{ gap: 10, marginTop: 6 }}>
          <Radio value="manual" label={words.manual} description={words.manualHint} />
          <Radio value="auto" label={words.auto} description={words.autoHint} />
        </div>
      </Radio.Group>
      <MultiSelect label={words.members} placeholder={members.length === 0 ? words.pickMembers : ''} value={[...members]} onChange={setMembers} searchable hidePickedOptions error={errors.of('members')}
        data={agents.filter((agent) => !agent.disabled || members.includes(agent.id)).map((agent) => ({ value: agent.id, label: agent.name }))} />
      <FormError text={errors.whole} />
      <Actions>
        <Button variant="default" onClick={onClose}>{common.cancel}</Button>
        <Button type="submit" loading={create.isPending || update.isPending} disabled={name.trim() === ''}>{common.save}</Button>
      </Actions>
    </form>
  );
}

export function DepartmentDialog({ department, onClose }: { readonly department: Department | 'new' | null; readonly onClose: () => void }) {
  const { departments: words } = useTexts();
  const edited = department === 'new' ? null : department;
  return (
    <FormModal opened={department !== null} onClose={onClose} title={edited === null ? words.add : words.edit} size={460}>
      {(form) => <DepartmentForm department={edited} {...form} />}
    </FormModal>
  );
}
