import { Menu, UnstyledButton } from '@mantine/core';
import { useLocation } from 'wouter';
import type { PresenceStatus } from '#wire/protocol.ts';
import { Avatar } from '../../app/avatar.tsx';
import { Icon } from '../../app/icon.tsx';
import { usePreferences } from '../../app/preferences.tsx';
import { leaveAll } from '../../lib/unsaved.ts';
import { useLayout } from '../../lib/use-layout.ts';
import { shortcutSheet } from '../commands/shortcut-sheet.tsx';
import classes from './face-menu.module.css';
import { useSession } from './session-gate.tsx';
import { useChoosePreferences } from './use-choose-preferences.ts';
import { usePresence } from './use-presence.ts';

const STATUSES: readonly PresenceStatus[] = ['online', 'away', 'offline'];

/** The agent's face: presence and seats, and what belongs to the person. */
export function FaceMenu() {
  const { texts, scheme, locale } = usePreferences();
  const { agent, signOut } = useSession();
  const { status, seats, capacity, set } = usePresence();
  const choose = useChoosePreferences();
  const [, navigate] = useLocation();
  const stack = useLayout() === 'stack';
  const { presence } = texts;
  const choosePresence = (value: string) => {
    const chosen = STATUSES.find((item) => item === value);
    if (chosen !== undefined) set(chosen);
  };
  return (
    <Menu position={stack ? 'top-end' : 'right-end'} offset={8} width={272} shadow="md">
      <Menu.Target>
        <UnstyledButton className={classes.face} aria-label={presence.menu(agent.name, presence[status])}>
          <Avatar name={agent.name} size={34} presence={status} />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <div className={classes.who}>
          <div className={classes.name}>{agent.name}</div>
          <div className={classes.role}>{texts.settings.roles[agent.role]}</div>
          <div className={classes.seats}>
            <span className={classes.track}><span style={{ width: `${capacity === 0 ? 0 : Math.min(100, (seats / capacity) * 100)}%` }} /></span>
            <span>{presence.seats(seats, capacity)}</span>
          </div>
        </div>
        <Menu.Divider />
        <Menu.RadioGroup value={status} onChange={choosePresence}>
          {STATUSES.map((item) => (
            <Menu.RadioItem key={item} value={item} closeMenuOnClick>
              <span className={classes.status}><span className={classes.dot} data-presence={item} />{presence[item]}</span>
              <span className={classes.statusHint}>{presence[`${item}Hint`]}</span>
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.Item leftSection={<Icon name={scheme === 'dark' ? 'sun' : 'moon'} size={16} />} onClick={() => choose({ theme: scheme === 'dark' ? 'light' : 'dark' })}>{scheme === 'dark' ? texts.commands.themeLight : texts.commands.themeDark}</Menu.Item>
        <Menu.Item leftSection={<Icon name="globe" size={16} />} onClick={() => choose({ locale: locale === 'en' ? 'zh-CN' : 'en' })}>{locale === 'en' ? texts.commands.chinese : texts.commands.english}</Menu.Item>
        <Menu.Item leftSection={<Icon name="user" size={16} />} onClick={() => navigate('/settings/profile')}>{texts.settings.profile}</Menu.Item>
        {stack ? null : <Menu.Item leftSection={<Icon name="keyboard" size={16} />} rightSection={<kbd>?</kbd>} onClick={shortcutSheet.open}>{texts.nav.shortcuts}</Menu.Item>}
        <Menu.Divider />
        <Menu.Item leftSection={<Icon name="signOut" size={16} />} onClick={() => leaveAll(() => void signOut())}>{texts.signIn.signOut}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
