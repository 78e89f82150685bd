import { Tooltip } from '@mantine/core';
import { spotlight } from '@mantine/spotlight';
import { Link, useLocation } from 'wouter';
import type { IconName } from '#ui/icons.ts';
import { useLists } from '../features/inbox/use-lists.ts';
import { keysShown } from '../features/commands/command.ts';
import { FaceMenu } from '../features/session/face-menu.tsx';
import { useLayout } from '../lib/use-layout.ts';
import { Icon } from './icon.tsx';
import mark from './mark.svg';
import { useTexts } from './preferences.tsx';
import classes from './rail.module.css';

interface PlaceProps {
  readonly href: string;
  readonly icon: IconName;
  readonly label: string;
  readonly here: boolean;
  readonly dot?: boolean;
}

const Place = ({ href, icon, label, here, dot = false }: PlaceProps) => (
  <Tooltip label={label} position="right">
    <Link href={href} className={classes.place} aria-label={label} aria-current={here ? 'page' : undefined}>
      <Icon name={icon} size={20} />
      {dot ? <span className={classes.dot} /> : null}
    </Link>
  </Tooltip>
);

/** The places of the house, and the agent's face. On a phone it lies at the bottom. */
export function Rail() {
  const texts = useTexts();
  const [path] = useLocation();
  const { waiting } = useLists();
  const stack = useLayout() === 'stack';
  const settings = path.startsWith('/settings');
  return (
    <nav className={classes.rail} aria-label={texts.nav.main}>
      {stack ? null : <img className={classes.mark} src={mark} width={28} height={28} alt={texts.name} />}
      <Place href={waiting.length > 0 ? '/waiting' : '/mine'} icon="inbox" label={texts.nav.inbox} here={!settings} dot={waiting.length > 0} />
      <Place href="/settings" icon="settings" label={texts.nav.settings} here={settings} />
      <Tooltip label={<>{texts.nav.commands} {keysShown('mod+k').map((key) => <kbd key={key}>{key}</kbd>)}</>} position="right">
        <button type="button" className={classes.place} aria-label={texts.nav.commands} onClick={spotlight.open}><Icon name="search" size={20} /></button>
      </Tooltip>
      <span className={classes.gap} />
      <FaceMenu />
    </nav>
  );
}
