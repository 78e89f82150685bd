import { useComputed, useSignal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { formatDay } from '#ui/format.ts';
import { Icon } from './icon.tsx';
import { Line } from './line.tsx';
import { Skeleton } from './skeleton.tsx';
import { Turn } from './turn.tsx';
import { Typing } from './typing.tsx';
import { Welcome } from './welcome.tsx';
import { useWidget } from '../context.ts';
import { rowsOf } from '../rows.ts';
import type { Row } from '../rows.ts';

/** So near to the end, in px, counts as being there. */
const NEAR = 48;

/** The messages. Stays at the end while one is there; else says that something new came. */
export function Log() {
  const { chat, words, reading } = useWidget();
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useComputed(() => rowsOf(chat.picture.value, reading.dividedAt.value));
  const freshAfter = useFreshAfter();
  const { signals, pending, more, queue, state } = chat.picture.value;
  const text = words.value;
  const phase = chat.phase.value;

  const toEnd = (): void => {
    const log = scroller.current;
    if (log !== null) log.scrollTop = log.scrollHeight;
    reading.atEnd.value = true;
  };
  const onScroll = (): void => {
    const log = scroller.current;
    if (log !== null) reading.atEnd.value = log.scrollHeight - log.scrollTop - log.clientHeight < NEAR;
  };

  useLayoutEffect(() => {
    if (reading.atEnd.peek()) toEnd();
  }, [rows.value, signals.length, chat.shown.value.open]);
  useLayoutEffect(toEnd, [pending.length]);
  // The log shrinks when the composer grows or a keyboard comes up.
  useEffect(() => {
    const log = scroller.current;
    if (log === null) return;
    const watch = new ResizeObserver(() => reading.atEnd.peek() && toEnd());
    watch.observe(log);
    return () => watch.disconnect();
  }, []);

  return (
    <div class="view">
      <div class="scroller" ref={scroller} onScroll={onScroll}>
        <div class="log" role="log" aria-label={text.log} aria-busy={phase === 'loading'} tabIndex={0}>
          {phase === 'fresh' && <Welcome />}
          {phase === 'loading' && <Skeleton />}
          {more && <Earlier scroller={scroller} />}
          {rows.value.map((row) => <RowOf key={row.key} row={row} freshAfter={freshAfter} />)}
          {phase === 'open' && state?.status === 'queued' && queue?.staffed === true && <p class="line">{text.kept}</p>}
        </div>
        <Typing />
      </div>
      {!reading.atEnd.value && reading.unread.value > 0 && (
        <button type="button" class="to-newest" onClick={toEnd}>{text.toNewest}<Icon name="chevronDown" /></button>
      )}
    </div>
  );
}

/** Brings in what was said before, and keeps in view what is read now. */
function Earlier({ scroller }: { readonly scroller: RefObject<HTMLDivElement | null> }) {
  const { chat, words } = useWidget();
  const state = useSignal<'ready' | 'loading' | 'failed'>('ready');
  const text = { ready: words.value.earlier, loading: words.value.earlierLoading, failed: words.value.earlierFailed }[state.value];

  const load = async (): Promise<void> => {
    if (state.peek() === 'loading') return;
    state.value = 'loading';
    const below = (scroller.current?.scrollHeight ?? 0) - (scroller.current?.scrollTop ?? 0);
    try {
      await chat.older();
      state.value = 'ready';
      requestAnimationFrame(() => {
        const log = scroller.current;
        if (log !== null) log.scrollTop = log.scrollHeight - below;
      });
    } catch {
      state.value = 'failed';
    }
  };

  return <button type="button" class="earlier" disabled={state.value === 'loading'} onClick={() => void load()}>{text}</button>;
}

function RowOf({ row, freshAfter }: { readonly row: Row; readonly freshAfter: number }) {
  const { words, locale } = useWidget();
  switch (row.kind) {
    case 'day': return <h2 class="day">{formatDay(row.at, Date.now(), locale.value)}</h2>;
    case 'unread': return <p class="unread"><span>{words.value.newMessages}</span></p>;
    case 'line': return <Line line={row.line} words={words.value} />;
    case 'turn': return <Turn turn={row} freshAfter={freshAfter} />;
  }
}

/** The position that the chat was shown with at first: only what comes later moves. */
function useFreshAfter(): number {
  const { chat } = useWidget();
  const first = useSignal<{ conversation: string | null; seq: number } | null>(null);
  const { conversation, state } = chat.picture.value;
  if (state !== null && first.peek()?.conversation !== conversation) first.value = { conversation, seq: state.seq };
  return first.peek()?.seq ?? 0;
}
