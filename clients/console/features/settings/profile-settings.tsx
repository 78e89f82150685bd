import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { useUpdateProfile } from '../../api/queries.ts';
import { usePreferences } from '../../app/preferences.tsx';
import { useToast } from '../../app/toast.tsx';
import { useUnsaved } from '../../lib/unsaved.ts';
import { PasswordForm } from '../session/password-form.tsx';
import { useSession } from '../session/session-gate.tsx';
import { Panel, Row } from './pieces.tsx';

export function ProfileSettings() {
  const { texts } = usePreferences();
  const { settings, signIn, common } = texts;
  const { agent } = useSession();
  const [name, setName] = useState(agent.name);
  const [round, setRound] = useState(0);
  const update = useUpdateProfile();
  const { tell, fail } = useToast();

  const save = (event: FormEvent) => {
    event.preventDefault();
    update.mutate({ name: name.trim() }, { onSuccess: () => tell({ text: common.saved }), onError: (error) => fail(error) });
  };
  useUnsaved(name !== agent.name);
  const changed = name.trim() !== '' && name.trim() !== agent.name;

  return (
    <>
      <Panel>
        <form onSubmit={save}>
          <Row name={settings.yourName} hint={settings.yourNameHint}>
            <div style={{ display: 'flex', gap: 8 }}>
              <TextInput style={{ flex: 1 }} aria-label={settings.yourName} value={name} onChange={(event) => setName(event.currentTarget.value)} maxLength={80} required />
              <Button type="submit" disabled={!changed} loading={update.isPending}>{common.save}</Button>
            </div>
          </Row>
          <Row name={settings.login}>{agent.login}</Row>
          <Row name={settings.role} hint={settings.roleHints[agent.role]}>{settings.roles[agent.role]}</Row>
        </form>
      </Panel>
      <Panel title={settings.changePassword}>
        <div style={{ maxWidth: 376 }}>
          <PasswordForm key={round} currentLabel={signIn.current} onChanged={() => { setRound(round + 1); tell({ text: signIn.changed, detail: signIn.changedElsewhere }); }} />
        </div>
      </Panel>
    </>
  );
}
