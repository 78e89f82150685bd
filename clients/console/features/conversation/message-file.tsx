import { Modal } from '@mantine/core';
import { memo, useState } from 'react';
import type { FileRef } from '#domain/file.ts';
import { fitInto, formatBytes } from '#ui/format.ts';
import { Icon } from '../../app/icon.tsx';
import { usePreferences } from '../../app/preferences.tsx';
import classes from './files.module.css';
import type { Said } from './timeline.ts';

const ROOM = { width: 320, height: 320 };
/** Voice messages of WeChat, which no browser plays. */
const MUTE = 'audio/amr';

/** A picture, a recording, or a file to be saved. */
export const MessageFile = memo(function MessageFile({ file, kind }: { readonly file: FileRef } & Pick<Said, 'kind'>) {
  const address = `/files/${file.id}`;
  if (kind === 'image' && file.width !== undefined && file.height !== undefined) return <Picture file={file} address={address} />;
  // What people record for each other has no subtitles.
  // oxlint-disable-next-line jsx-a11y/media-has-caption
  if (kind === 'voice' && file.type !== MUTE) return <audio className={classes.voice} controls preload="metadata" src={address} aria-label={file.name} />;
  return <Sheet file={file} address={address} />;
});

interface FileProps {
  readonly file: FileRef;
  readonly address: string;
}

function Sheet({ address, file: { name, size } }: FileProps) {
  const { locale } = usePreferences();
  return (
    <a className={classes.file} href={address} download={name} target="_blank" rel="noopener noreferrer" title={name}>
      <span className={classes.sheet}><Icon name="file" /></span>
      <span className={classes.what}><span className={classes.name}>{name}</span><small>{formatBytes(size, locale)}</small></span>
      <Icon name="download" size={16} />
    </a>
  );
}

/** Small in the talk, its place kept before it is there; large when it is pressed. */
function Picture({ address, file }: FileProps) {
  const { texts, locale } = usePreferences();
  const [shown, setShown] = useState(false);
  const { height = 1, name, size, width = 1 } = file;
  return (
    <>
      <button type="button" className={classes.picture} aria-label={texts.message.view(name)} onClick={() => setShown(true)}>
        <img src={address} alt="" {...fitInto(ROOM, { width, height })} loading="lazy" decoding="async" />
      </button>
      <Modal opened={shown} onClose={() => setShown(false)} size="auto" centered title={<span className={classes.title}>{name}<small>{width} × {height} · {formatBytes(size, locale)}</small></span>} classNames={{ body: classes.large ?? '' }} closeButtonProps={{ 'aria-label': texts.common.close }}>
        <a href={address} target="_blank" rel="noopener noreferrer" aria-label={texts.message.open(name)}><img src={address} alt={name} width={width} height={height} /></a>
      </Modal>
    </>
  );
}
