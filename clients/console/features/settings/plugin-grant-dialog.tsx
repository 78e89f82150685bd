import { Button, Modal } from '@mantine/core';
import type { Plugin } from '#wire/api.ts';
import type { GrantStep } from '../../api/queries.ts';
import { Icon } from '../../app/icon.tsx';
import { usePreferences } from '../../app/preferences.tsx';
import { Actions } from './pieces.tsx';
import { PluginPackage } from './plugin-package.tsx';
import classes from './plugin-grant-dialog.module.css';

interface PluginGrantDialogProps {
  readonly plugin: Plugin;
  readonly step: GrantStep;
  readonly opened: boolean;
  readonly onClose: () => void;
  /** With the permissions that were read here, and no others. */
  readonly onGrant: (grant: readonly string[]) => void;
}

/** Shows what a plugin asks for; the step grants it. How that goes, its row tells. */
export function PluginGrantDialog({ plugin, step, opened, onClose, onGrant }: PluginGrantDialogProps) {
  const { texts: { plugins: words, common }, locale } = usePreferences();
  const { permissions } = plugin;
  const { title, asks, lead } = words.grant[step];
  const grant = () => {
    onClose();
    onGrant(permissions.map(({ name }) => name));
  };
  return (
    <Modal opened={opened} onClose={onClose} title={title(plugin.title[locale], plugin.version)} size={460} closeButtonProps={{ 'aria-label': common.close }}>
      <PluginPackage plugin={plugin} />
      {permissions.length === 0 ? <p className={classes.grant}>{words.asksNothing}</p> : (
        <>
          <p id={`${plugin.id}-${step}`}>{asks}</p>
          <ul className={classes.asks} aria-labelledby={`${plugin.id}-${step}`}>
            {permissions.map(({ name, title, granted }) => (
              <li key={name} title={name}>
                <Icon name="key" /><span>{title[locale]}</span>
                {/* At an installation everything is new. */}
                {granted || step === 'install' ? null : <b className={classes.new}>{words.newlyAsked}</b>}
              </li>
            ))}
          </ul>
          <p className={classes.grant}>{lead}</p>
        </>
      )}
      <Actions>
        <Button variant="default" onClick={onClose}>{common.cancel}</Button>
        <Button data-autofocus onClick={grant}>{words.steps[step]}</Button>
      </Actions>
    </Modal>
  );
}
