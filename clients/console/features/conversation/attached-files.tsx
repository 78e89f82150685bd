import type { Attachment, Attachments } from '#sdk/attachments.ts';
import { tooLargeText } from '#ui/errors/too-large.ts';
import { formatBytes } from '#ui/format.ts';
import { Icon } from '../../app/icon.tsx';
import { usePreferences } from '../../app/preferences.tsx';
import classes from './files.module.css';

/** What goes with the next words: how far it is, or why it failed, and a way out. */
export function AttachedFiles({ attachments, items }: { readonly attachments: Attachments; readonly items: readonly Attachment[] }) {
  const { texts, errors, locale } = usePreferences();
  if (items.length === 0) return null;
  return (
    <ul className={classes.attached}>
      {items.map(({ code, key, most, name, preview, progress, retryable, size, status }) => (
        <li key={key} data-status={status}>
          {preview === null ? <span className={classes.sheet}><Icon name="file" /></span> : <img src={preview} alt="" />}
          <span className={classes.what}>
            <span className={classes.name} title={name}>{name}</span>
            {status === 'uploading' ? <progress value={progress} aria-label={name} /> : status === 'failed' ? <small role="alert">{most === null ? errors[code ?? 'internal'] : tooLargeText(most, locale)}</small> : <small>{formatBytes(size, locale)}</small>}
          </span>
          {retryable ? <button type="button" aria-label={`${texts.message.retry}: ${name}`} onClick={() => attachments.retry(key)}><Icon name="retry" size={15} /></button> : null}
          <button type="button" aria-label={texts.composer.detach(name)} onClick={() => attachments.remove(key)}><Icon name="close" size={15} /></button>
        </li>
      ))}
    </ul>
  );
}
