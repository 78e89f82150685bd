import { useRef } from 'preact/hooks';
import type { FileRef } from '#domain/file.ts';
import { fitInto, formatBytes } from '#ui/format.ts';
import { useWidget } from '../context.ts';
import type { Said } from '../rows.ts';
import { Icon } from './icon.tsx';

const ROOM = { width: 236, height: 280 };
/** Voice messages of WeChat, which no browser plays. */
const MUTE = 'audio/amr';

/** A picture, a recording, or a file to be saved. */
export function FilePart({ file, kind }: { readonly file: FileRef } & Pick<Said, 'kind'>) {
  const { words, locale } = useWidget();
  const view = useRef<HTMLDialogElement>(null);
  const { height, name, size, type, width } = file;
  const address = `/files/${file.id}`;
  if (kind === 'image' && width !== undefined && height !== undefined) {
    return (
      <>
        <button type="button" class="picture" aria-label={words.value.view(name)} onClick={() => view.current?.showModal()}>
          <img src={address} alt="" {...fitInto(ROOM, { width, height })} loading="lazy" decoding="async" />
        </button>
        {/* Escape closes this one, and not the chat. */}
        <dialog ref={view} class="viewer" aria-label={name} onClick={() => view.current?.close()} onKeyDown={(event) => event.stopPropagation()}>
          <img src={address} alt={name} loading="lazy" />
        </dialog>
      </>
    );
  }
  // What people record for each other has no subtitles.
  // oxlint-disable-next-line jsx-a11y/media-has-caption
  if (kind === 'voice' && type !== MUTE) return <audio class="voice" controls preload="metadata" src={address} aria-label={name} />;
  return (
    <a class="file" href={address} download={name} target="_blank" rel="noopener">
      <Icon name="file" /><span><span class="filename">{name}</span><small>{formatBytes(size, locale.value)}</small></span>
    </a>
  );
}
