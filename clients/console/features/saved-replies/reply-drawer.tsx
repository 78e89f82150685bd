import { Loaded, FormDrawer, type FormInDrawer } from '../../app/form-drawer.tsx';
import type { RepliesApi } from './replies-api.ts';
import type { Listed } from './reply.ts';
import { ReplyForm } from './reply-form.tsx';
import type { ShelfOption } from './shelves.ts';
import { useReplyTexts } from './texts/use-reply-texts.ts';
import { useReply } from './use-replies.ts';

interface ReplyDrawerProps {
  readonly api: RepliesApi;
  readonly edited: Listed | 'new' | null;
  /** For whom the reader may keep one. */
  readonly shelves: readonly ShelfOption[];
  readonly onClose: () => void;
}

function Stored({ reply, ...form }: FormInDrawer & Pick<ReplyDrawerProps, 'api' | 'shelves'> & { readonly reply: Listed }) {
  return <Loaded query={useReply(form.api, reply)}>{(known) => <ReplyForm {...form} known={known} />}</Loaded>;
}

/** Where a reply is written, beside the list that it belongs to. */
export function ReplyDrawer({ api, edited, shelves, onClose }: ReplyDrawerProps) {
  const words = useReplyTexts();
  const title = edited === null ? null : edited === 'new' ? words.add : edited.writable ? words.edit : words.view;
  return (
    <FormDrawer title={title} onClose={onClose}>
      {(form) => (edited === null || edited === 'new' ? <ReplyForm {...form} api={api} shelves={shelves} known={null} /> : <Stored {...form} api={api} shelves={shelves} reply={edited} />)}
    </FormDrawer>
  );
}
