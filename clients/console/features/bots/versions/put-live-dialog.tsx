import { Button, Modal } from '@mantine/core';
import { useTexts } from '../../../app/preferences.tsx';
import { useToast } from '../../../app/toast.tsx';
import type { BotsApi } from '../bots-api.ts';
import { useBotChange } from '../use-bots.ts';
import { ChangesSince } from './changes.tsx';
import { useVersionTexts } from './texts/use-texts.ts';
import classes from './versions.module.css';

interface PutLiveDialogProps {
  readonly api: BotsApi;
  readonly bot: string;
  /** The version that it takes the place of; null for the first. */
  readonly live: number | null;
  readonly onClose: () => void;
}

/** What changes for chats, before it does. */
export function PutLiveDialog({ api, bot, live, onClose }: PutLiveDialogProps) {
  const { common } = useTexts();
  const words = useVersionTexts();
  const { tell } = useToast();
  const put = useBotChange(() => api.putLive(bot));
  const go = () => put.mutate(undefined, { onSuccess: ({ number }) => tell({ text: words.done(number) }), onSettled: onClose });
  return (
    <Modal opened onClose={onClose} title={words.putTitle} size={520} closeButtonProps={{ 'aria-label': common.close }}>
      <p className={classes.lead}>{live === null ? words.putFirst : words.putLead(live)}</p>
      {live === null ? null : <ChangesSince api={api} bot={bot} from={live} />}
      <div className={classes.actions}>
        <Button variant="default" onClick={onClose}>{common.cancel}</Button>
        <Button data-autofocus loading={put.isPending} onClick={go}>{words.putGo}</Button>
      </div>
    </Modal>
  );
}
