import { Tooltip } from '@mantine/core';
import { useLocation } from 'wouter';
import { useLists } from '../features/inbox/use-lists.ts';
import { keysShown } from '../features/commands/command.ts';
import { palette } from '../features/commands/palette-store.ts';
import { FaceMenu } from '../features/session/face-menu.tsx';
import { RailPages } from '../features/slots/rail-pages.tsx';
import { useLayout } from '../lib/use-layout.ts';
import mark from './mark.svg';
import { useTexts } from './preferences.tsx';
import { RailButton, RailPlace } from './rail-place.tsx';
import classes from './rail.module.css';

/** The places of the house, and the agent's face. On a phone it lies at the bottom. */
export function Rail() {
  const texts = useTexts();
  const [path] = useLocation();
  const { waiting } = useLists();
  const stack = useLayout() === 'stack';
  const settings = path.startsWith('/settings');
  const contacts = path.startsWith('/contacts');
  const plugins = path.startsWith('/plugins/');
  return (
    <nav className={classes.rail} aria-label={texts.nav.main}>
      {stack ? null : <img className={classes.mark} src={mark} width={28} height={28} alt={texts.name} />}
      <RailPlace href={waiting.length > 0 ? '/waiting' : '/mine'} icon="inbox" label={texts.nav.inbox} here={!settings && !plugins && !contacts} dot={waiting.length > 0} />
      <RailPlace href="/contacts" icon="users" label={texts.nav.contacts} here={contacts} />
      <RailPages />
      <RailPlace href="/settings" icon="settings" label={texts.nav.settings} here={settings} />
      <Tooltip label={<>{texts.nav.commands} {keysShown('mod+k').map((key) => <kbd key={key}>{key}</kbd>)}</>} position="right">
        <RailButton icon="search" label={texts.nav.commands} onClick={palette.open} />
      </Tooltip>
      <span className={classes.gap} />
      <FaceMenu />
    </nav>
  );
}
