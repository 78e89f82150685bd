import { ActionIcon, Tooltip } from '@mantine/core';
import { Ago } from '../../app/ago.tsx';
import { Facts } from '../../app/facts.tsx';
import { Icon } from '../../app/icon.tsx';
import { RowButton } from '../../app/row-button.tsx';
import { Tag } from '../../app/tag.tsx';
import type { RepliesApi } from './replies-api.ts';
import { EVERYBODY, type Listed } from './reply.ts';
import classes from './replies.module.css';
import { useReplyTexts } from './texts/use-reply-texts.ts';
import { useRemoveReply, useWhose } from './use-replies.ts';

interface ReplyItemProps {
  readonly api: RepliesApi;
  readonly reply: Listed;
  readonly onOpen: () => void;
}

/** One of the list: read at a glance, opened by a click, deleted and brought back. */
export function ReplyItem({ api, reply, onOpen }: ReplyItemProps) {
  const words = useReplyTexts();
  const whose = useWhose();
  const remove = useRemoveReply(api);
  const { at, by, excerpt, shelf, shortcut, title, uses, writable } = reply;
  return (
    <li className={classes.item}>
      <div className={classes.reply}>
        <div className={classes.name}><RowButton onClick={onOpen}>{title}</RowButton>{shortcut === '' ? null : <kbd>/{shortcut}</kbd>}{shelf === EVERYBODY ? null : <Tag text={whose(shelf)} tone={shelf.startsWith('a:') ? 'neutral' : 'accent'} />}</div>
        <p className={classes.excerpt}>{excerpt}</p>
        <Facts><span>{uses === 0 ? words.unused : words.uses(uses)}</span><Ago at={at} /><span>{words.by(by)}</span></Facts>
      </div>
      {writable ? (
        <Tooltip label={words.remove}>
          <ActionIcon className={classes.remove ?? ''} variant="subtle" color="gray" size={32} aria-label={`${words.remove}: ${title}`} onClick={() => remove(reply)}><Icon name="trash" size={16} /></ActionIcon>
        </Tooltip>
      ) : null}
    </li>
  );
}
