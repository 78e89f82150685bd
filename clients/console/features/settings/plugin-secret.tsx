import { Button, PasswordInput } from '@mantine/core';
import type { PasswordInputProps } from '@mantine/core';
import { useState } from 'react';
import { useTexts } from '../../app/preferences.tsx';
import { CopyText } from './pieces.tsx';
import { randomSecret } from './random-secret.ts';
import classes from './plugin-secret.module.css';

interface PluginSecretProps extends Omit<PasswordInputProps, 'onChange' | 'value' | 'id'> {
  readonly id: string;
  readonly value: string;
  /** It may be made up here. */
  readonly random: boolean;
  readonly onChange: (value: string) => void;
}

/** A secret, as it is written; one that was made up here is shown, because it is needed elsewhere, and never again. */
export function PluginSecret({ random, value, onChange, ...line }: PluginSecretProps) {
  const { plugins: words } = useTexts();
  const [visible, setVisible] = useState(false);
  const [made, setMade] = useState('');
  const make = () => {
    const secret = randomSecret();
    setMade(secret);
    setVisible(true);
    onChange(secret);
  };
  // `new-password`: no browser offers the administrator's own one here.
  const input = <PasswordInput {...line} value={value} onChange={(event) => onChange(event.currentTarget.value)} visible={visible} onVisibilityChange={setVisible} autoComplete="new-password" spellCheck={false} />;
  if (!random) return input;
  return (
    <div>
      {input}
      <div className={classes.made}>
        <Button variant="default" size="xs" onClick={make}>{words.makeSecret}</Button>
        {made !== '' && made === value ? <CopyText value={value} size="xs" /> : null}
      </div>
    </div>
  );
}
