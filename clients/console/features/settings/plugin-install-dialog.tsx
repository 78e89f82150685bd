import { Button, Modal } from '@mantine/core';
import type { Plugin } from '#wire/api.ts';
import { Icon } from '../../app/icon.tsx';
import { usePreferences } from '../../app/preferences.tsx';
import { Actions } from './pieces.tsx';
import classes from './plugins.module.css';

interface PluginInstallDialogProps {
  readonly plugin: Plugin;
  readonly opened: boolean;
  readonly onClose: () => void;
  /** With the permissions that were read here, and no others. */
  readonly onInstall: (grant: readonly string[]) => void;
}

/** Shows what a plugin asks for; installing grants it. How that goes, its row tells. */
export function PluginInstallDialog({ plugin, opened, onClose, onInstall }: PluginInstallDialogProps) {
  const { texts: { plugins: words, common }, locale } = usePreferences();
  const { permissions } = plugin;
  const install = () => {
    onClose();
    onInstall(permissions.map(({ name }) => name));
  };
  return (
    <Modal opened={opened} onClose={onClose} title={words.installTitle(plugin.title[locale])} size={460} closeButtonProps={{ 'aria-label': common.close }}>
      {permissions.length === 0 ? <p className={classes.grant}>{words.asksNothing}</p> : (
        <>
          <p id={`${plugin.id}-asks`}>{words.asks}</p>
          <ul className={classes.asks} aria-labelledby={`${plugin.id}-asks`}>
            {permissions.map(({ name, title }) => <li key={name} title={name}><Icon name="key" /><span>{title[locale]}</span></li>)}
          </ul>
          <p className={classes.grant}>{words.grantLead}</p>
        </>
      )}
      <Actions>
        <Button variant="default" onClick={onClose}>{common.cancel}</Button>
        <Button data-autofocus onClick={install}>{words.steps.install}</Button>
      </Actions>
    </Modal>
  );
}
