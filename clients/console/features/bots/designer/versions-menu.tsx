import { Menu, Tooltip, ActionIcon } from '@mantine/core';
import { Ago } from '../../../app/ago.tsx';
import classes from './bar.module.css';
import type { Version } from './flow-api.ts';
import { Glyph } from './glyph.tsx';
import { useWords } from './texts/use-texts.ts';

interface VersionsMenuProps {
  readonly versions: readonly Version[];
  readonly live: number | null;
  readonly onCompare: (version: number) => void;
  readonly onLive: (version: number | null) => void;
  readonly onRestore: (version: number) => void;
}

/** The versions that were published, and what can be done with them. */
export function VersionsMenu({ live, onCompare, onLive, onRestore, versions }: VersionsMenuProps) {
  const { versions: words } = useWords();
  return (
    <Menu position="bottom-end" width={280}>
      <Menu.Target><Tooltip label={words.title}><ActionIcon variant="subtle" color="gray" size={32} aria-label={words.title}><Glyph name="versions" /></ActionIcon></Tooltip></Menu.Target>
      <Menu.Dropdown className={classes.found}>
        <Menu.Label>{versions.length === 0 ? words.none : words.stay}</Menu.Label>
        {versions.map(({ by, publishedAt, version }) => (
          <Menu.Sub key={version} position="left-start">
            <Menu.Sub.Target>
              <Menu.Sub.Item>
                <span className={classes.version}>{words.version(version)}{version === live ? <em>{words.live}</em> : null}</span>
                <span className={classes.where}>{by} · <Ago at={publishedAt} /></span>
              </Menu.Sub.Item>
            </Menu.Sub.Target>
            <Menu.Sub.Dropdown>
              <Menu.Item onClick={() => onCompare(version)}>{words.compare}</Menu.Item>
              <Menu.Item onClick={() => onRestore(version)}>{words.restore}</Menu.Item>
              {version === live ? <Menu.Item onClick={() => onLive(null)}>{words.off}</Menu.Item> : <Menu.Item onClick={() => onLive(version)}>{words.makeLive}</Menu.Item>}
            </Menu.Sub.Dropdown>
          </Menu.Sub>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
