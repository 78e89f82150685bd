import { Button, MultiSelect, NumberInput, Select, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { FormEvent } from 'react';
import type { Agent, Role } from '#wire/api.ts';
import { useAgents, useCreateAgent, useDepartments, useUpdateAgent } from '../../api/queries.ts';
import type { FormInDrawer } from '../../app/form-drawer.tsx';
import { FormError } from '../../app/form-error.tsx';
import { FormModal } from '../../app/form-modal.tsx';
import { useTexts } from '../../app/preferences.tsx';
import { useToast } from '../../app/toast.tsx';
import { forgetErrors, useFormErrors } from '../../lib/form-errors.ts';
import { useFlawedField } from '../../lib/use-flawed-field.ts';
import { useIsChanged } from '../../lib/unsaved.ts';
import { useSession } from '../session/session-gate.tsx';
import classes from './list.module.css';
import { loginOf } from './login-of.ts';
import type { Issued } from './one-time-dialog.tsx';
import { oneTimePassword } from './one-time-password.ts';
import { Actions } from './pieces.tsx';

interface AgentDialogProps {
  readonly agent: Agent | 'new' | null;
  readonly onClose: () => void;
  readonly onIssued: (issued: Issued) => void;
}

const ROLES: readonly Role[] = ['agent', 'supervisor', 'admin'];
const DEFAULT_SEATS = 5;
/** As the server demands. */
const [LEAST_SEATS, MOST_SEATS] = [1, 100];

export function AgentForm({ agent, onClose, onDirty, onIssued }: FormInDrawer & Pick<AgentDialogProps, 'onIssued'> & { readonly agent: Agent | null }) {
  const { agents: words, settings, common } = useTexts();
  const session = useSession();
  const all = useDepartments().data ?? [];
  const departments = all.filter(({ archived }) => !archived);
  const archived = new Set(all.filter((department) => department.archived).map(({ id }) => id));
  const create = useCreateAgent();
  const update = useUpdateAgent();
  const { tell } = useToast();
  const [name, setName] = useState(agent?.name ?? '');
  const others = new Set(useAgents().data?.map((other) => other.login) ?? []);
  /** Null: it follows the name. */
  const [chosenLogin, setLogin] = useState(agent?.login ?? null);
  const login = chosenLogin ?? loginOf(name, others);
  const [role, setRole] = useState<Role>(agent?.role ?? 'agent');
  /** Empty while there is none. */
  const [capacity, setCapacity] = useState<number | string>(agent?.capacity ?? DEFAULT_SEATS);
  const seats = Number(capacity);
  const isFlawed = seats < LEAST_SEATS || seats > MOST_SEATS;
  const [vain, setVain] = useState(0);
  const form = useFlawedField(vain);
  const [chosen, setPlaces] = useState<readonly string[]>(agent?.departments ?? (departments.length === 1 ? departments.map(({ id }) => id) : []));
  const places = chosen.filter((id) => !archived.has(id));
  const dirty = useIsChanged({ name, chosenLogin, role, capacity, chosen });
  useEffect(() => onDirty(dirty), [dirty, onDirty]);
  const errors = useFormErrors(create.error ?? update.error);

  const save = (event: FormEvent) => {
    event.preventDefault();
    const input = { name: name.trim(), login: login.trim(), role, capacity: seats, departments: places };
    if (isFlawed) return setVain(vain + 1);
    if (agent !== null) return update.mutate({ id: agent.id, input }, { onSuccess: () => { tell({ text: common.saved }); onClose(); } });
    const password = oneTimePassword();
    create.mutate({ ...input, password }, { onSuccess: () => { onClose(); onIssued({ name: input.name, password }); } });
  };

  return (
    <form ref={form} className={classes.form} onSubmit={save} onChange={() => forgetErrors(create, update)}>
      <TextInput data-autofocus label={words.name} value={name} onChange={(event) => setName(event.currentTarget.value)} error={errors.of('name')} required withAsterisk={false} maxLength={80} autoComplete="off" />
      <TextInput label={words.login} description={words.loginHint} value={login} onChange={(event) => setLogin(event.currentTarget.value)} error={errors.of('login', words.loginFlaw)} required withAsterisk={false} maxLength={64} autoComplete="off" autoCapitalize="none" spellCheck={false} />
      <div className={classes.pair}>
        <Select label={words.role} value={role} onChange={(value) => setRole(ROLES.find((item) => item === value) ?? 'agent')} data={ROLES.map((value) => ({ value, label: settings.roles[value] }))} description={settings.roleHints[role]} error={errors.of('role')} disabled={agent?.id === session.agent.id} allowDeselect={false} />
        <NumberInput label={words.capacity} description={words.capacityHint} value={capacity} onChange={setCapacity} min={LEAST_SEATS} max={MOST_SEATS} clampBehavior="none" allowDecimal={false} allowNegative={false} error={isFlawed ? words.capacityFlaw(LEAST_SEATS, MOST_SEATS) : errors.of('capacity')} />
      </div>
      <MultiSelect label={words.departments} placeholder={places.length === 0 ? words.pickDepartments : ''} value={[...places]} onChange={setPlaces} error={errors.of('departments')} data={departments.map(({ id, name: label }) => ({ value: id, label }))} searchable hidePickedOptions />
      <FormError text={errors.whole} />
      <Actions>
        <Button variant="default" onClick={onClose}>{common.cancel}</Button>
        <Button type="submit" loading={create.isPending || update.isPending} disabled={name.trim() === '' || login.trim() === ''}>{common.save}</Button>
      </Actions>
    </form>
  );
}

export function AgentDialog({ agent, onClose, onIssued }: AgentDialogProps) {
  const { agents: words } = useTexts();
  const edited = agent === 'new' ? null : agent;
  return (
    <FormModal opened={agent !== null} onClose={onClose} title={edited === null ? words.add : words.edit} size={460}>
      {(form) => <AgentForm agent={edited} onIssued={onIssued} {...form} />}
    </FormModal>
  );
}
