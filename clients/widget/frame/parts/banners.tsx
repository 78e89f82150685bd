import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { useWidget } from '../context.ts';
import { isDown } from '../state-line.ts';
import { errorText } from '../words/words.ts';

/** A line that comes back within so many ms is not worth a word. */
const PATIENCE = 1_500;

/** What went wrong, over the composer. */
export function Banners() {
  const { chat, words, locale } = useWidget();
  const { pending } = chat.picture.value;
  const down = useLasting(isDown(chat.picture.value));
  const failed = pending.find(({ command, status }) => status === 'failed' && command.type !== 'message.post');
  return (
    <>
      {down && (
        <p class="banner" role="status">
          <span>{words.value.banner}</span>
          <button type="button" class="link" onClick={() => chat.reconnect()}>{words.value.tryNow}</button>
        </p>
      )}
      {failed !== undefined && (
        <p class="banner" role="alert">
          <span>{errorText(failed.code ?? 'internal', locale.value)}</span>
          <button type="button" class="link" onClick={() => chat.discard(failed.id)}>{words.value.dismiss}</button>
        </p>
      )}
    </>
  );
}

/** True once `now` has been true for a while. */
function useLasting(now: boolean): boolean {
  const lasting = useSignal(false);
  useEffect(() => {
    const timer = setTimeout(() => { lasting.value = now; }, now ? PATIENCE : 0);
    return () => clearTimeout(timer);
  }, [now]);
  return lasting.value && now;
}
