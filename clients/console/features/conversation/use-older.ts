import { useCallback, useRef, useState } from 'react';
import type { EventPage } from '#wire/api.ts';
import type { Chat, ChatSnapshot } from '#sdk/index.ts';
import { get } from '../../api/client.ts';
import { useToast } from '../../app/toast.tsx';

const PAGE = 50;
/** Shown before the event that somebody wants to see. */
const LEAD = 20;

/** Brings in what was said before the first event that is shown. */
export function useOlder(chat: Chat, { events, more }: ChatSnapshot) {
  const [loading, setLoading] = useState(false);
  const busy = useRef(false);
  const { fail } = useToast();
  const first = events[0]?.seq;

  const read = useCallback((from: string) => {
    if (!more || first === undefined || busy.current) return;
    busy.current = true;
    setLoading(true);
    // First of all: what comes in may be a reason to ask for more.
    const settle = () => {
      busy.current = false;
      setLoading(false);
    };
    get<EventPage>(`/conversations/${encodeURIComponent(chat.id)}/events?before=${first}&limit=${PAGE}${from}`)
      .then((page) => {
        settle();
        chat.prepend(page);
      }, (error: unknown) => {
        settle();
        fail(error);
      });
  }, [chat, first, more, fail]);

  const load = useCallback(() => read(''), [read]);
  /** All at once from shortly before an event on, as much of it as the server gives. */
  const loadTo = useCallback((seq: number) => read(`&from=${Math.max(1, seq - LEAD)}`), [read]);
  return { load, loadTo, loading };
}
