import { ActionIcon, Button, Popover, Tooltip } from '@mantine/core';
import { useState } from 'react';
import { Ago } from '../../../app/ago.tsx';
import type { Version } from './flow-api.ts';
import { Glyph } from './glyph.tsx';
import { useWords } from './texts/use-texts.ts';
import classes from './versions-menu.module.css';

interface VersionsMenuProps {
  readonly versions: readonly Version[];
  readonly live: number | null;
  readonly onCompare: (version: number) => void;
  readonly onLive: (version: number | null) => void;
  readonly onRestore: (version: number) => void;
}

/** The versions that were published, each with what can be done with it. */
export function VersionsMenu({ live, onCompare, onLive, onRestore, versions }: VersionsMenuProps) {
  const { versions: words } = useWords();
  const [opened, setOpened] = useState(false);
  const done = (run: () => void) => () => {
    setOpened(false);
    run();
  };
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" width={400} trapFocus returnFocus>
      <Popover.Target><Tooltip label={words.title} disabled={opened}><ActionIcon variant="subtle" color="gray" size={32} aria-label={words.title} onClick={() => setOpened(!opened)}><Glyph name="versions" /></ActionIcon></Tooltip></Popover.Target>
      <Popover.Dropdown className={classes.versions ?? ''} aria-label={words.title}>
        <p>{versions.length === 0 ? words.none : words.stay}</p>
        {versions.length === 0 ? null : (
          <ul>
            {versions.map(({ by, publishedAt, version }) => (
              <li key={version} aria-label={words.version(version)}>
                <div className={classes.head}><b>{words.version(version)}</b>{version === live ? <em>{words.live}</em> : null}<span>{by} · <Ago at={publishedAt} /></span></div>
                <div className={classes.deeds}>
                  <Button size="compact-xs" variant="subtle" color="gray" onClick={done(() => onCompare(version))}>{words.compare}</Button>
                  <Button size="compact-xs" variant="subtle" color="gray" onClick={done(() => onRestore(version))}>{words.restore}</Button>
                  <Button size="compact-xs" variant="default" onClick={done(() => onLive(version === live ? null : version))}>{version === live ? words.off : words.makeLive}</Button>
                </div>
              </li>
            ))}
          </ul>
        )}
      </Popover.Dropdown>
    </Popover>
  );
}
