import { signal } from '@preact/signals';
import type { ReadonlySignal } from '@preact/signals';
import { TicketError } from '#sdk/errors.ts';
import type { EventPage, WidgetSession, WidgetTicket } from '#wire/api.ts';
import type { Locale } from '#ui/locale.ts';
import { askTicket, leaveEmail, olderEvents, openSession } from './api.ts';
import type { Hello } from '../line.ts';
import { keep, onChangeElsewhere, recall } from '#ui/storage.ts';

/** First and longest pause before asking again, ms. */
const PAUSE = 1_000;
const LONGEST_PAUSE = 30_000;
/** What a session says about the department is believed for so many ms. */
const FRESH_FOR = 20_000;
/** Who goes on sooner was only passing through, ms. */
const STAYS = 3_000;
/** The longest address and title that the server keeps; much more it would refuse, and the chat with it. */
const MAX_URL = 2_048;
const MAX_TITLE = 200;

export type SessionState =
  | { readonly status: 'none' | 'opening' | 'unreachable' }
  | { readonly status: 'refused'; readonly code: string }
  | { readonly status: 'open'; readonly session: WidgetSession };

/** Who the visitor is, kept in this browser by the website's token. */
export interface Visitor {
  readonly state: ReadonlySignal<SessionState>;
  /** True when this browser has been here before. */
  readonly known: () => boolean;
  /** Opens a session unless one is open or being opened; asks again until the server answers. */
  readonly open: () => void;
  /** Asks again whether somebody is there, when the last answer is old. */
  readonly refresh: () => void;
  /** The visitor is on another page: told to whom they talk with, once they stay. */
  readonly moved: () => void;
  readonly ticket: (options: { readonly start: boolean }) => Promise<WidgetTicket>;
  /** What was said in a chat of this visitor before a position. */
  readonly older: (conversation: string, before: number) => Promise<EventPage>;
  /** How the visitor hears from us, once there is a chat. Rejects where it was not kept. */
  readonly leaveEmail: (email: string) => Promise<void>;
  readonly forget: () => void;
  /** Tells other tabs which chat this visitor is in, once there is one: a ticket alone does not make it. */
  announce(conversation: string): void;
  /** Another tab of this visitor opened a chat, or forgot the visitor. */
  readonly onOtherTab: (heard: { readonly started: (conversation: string) => void; readonly forgotten: () => void }) => void;
}

export interface VisitorOptions {
  readonly token: string;
  readonly locale: () => Locale;
  /** Where the visitor is on the website. */
  readonly page: () => Hello['page'];
  /** What goes with the first words; empty for none. */
  readonly email: () => string;
  /** They went. */
  readonly emailKept: (email: string) => void;
}

export function createVisitor({ token, locale, page, email, emailKept }: VisitorOptions): Visitor {
  const visitorKey = `parlor:visitor:${token}`;
  const chatKey = `parlor:chat:${token}`;
  const state = signal<SessionState>({ status: 'none' });
  let pause = PAUSE;
  let answeredAt = 0;
  /** Answers to a visitor who was forgotten meanwhile do not count. */
  let asked = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let moving: ReturnType<typeof setTimeout> | undefined;

  async function ask(): Promise<void> {
    const turn = asked;
    try {
      // Tabs that are opened together become one visitor: the first to ask is made known to the others.
      const session = recall(visitorKey) === null ? await alone(visitorKey, introduce) : await introduce();
      if (turn !== asked) return;
      pause = PAUSE;
      answeredAt = Date.now();
      state.value = { status: 'open', session };
    } catch (error) {
      if (turn !== asked) return;
      if (error instanceof TicketError && !error.retryable) state.value = { status: 'refused', code: error.code };
      else if (state.value.status !== 'open') askLater();
    }
  }

  async function introduce(): Promise<WidgetSession> {
    const turn = asked;
    const visitor = recall(visitorKey);
    const session = await openSession({ token, locale: locale(), page: told(page()), ...(visitor === null ? {} : { visitor }) });
    if (turn === asked) keep(visitorKey, session.visitor);
    return session;
  }

  function askLater(): void {
    state.value = { status: 'unreachable' };
    timer = setTimeout(() => void ask(), pause * (0.5 + Math.random() / 2));
    pause = Math.min(pause * 2, LONGEST_PAUSE);
  }

  return {
    state,
    known: () => recall(visitorKey) !== null,
    open: () => {
      if (state.value.status !== 'none') return;
      state.value = { status: 'opening' };
      void ask();
    },
    refresh: () => {
      if (state.value.status !== 'open' || Date.now() - answeredAt < FRESH_FOR) return;
      answeredAt = Date.now();
      void ask();
    },
    moved: () => {
      if (state.value.status !== 'open' || recall(chatKey) === null) return;
      clearTimeout(moving);
      moving = setTimeout(() => void ask(), STAYS);
    },
    ticket: async ({ start }) => {
      const visitor = recall(visitorKey);
      if (visitor === null) throw new TicketError('auth.required', false);
      const address = start ? email() : '';
      const turn = asked;
      const ticket = await askTicket({ token, visitor, start, locale: locale(), ...(start ? { page: told(page()) } : {}), ...(address === '' ? {} : { email: address }) });
      if (address !== '' && turn === asked) emailKept(address);
      return ticket;
    },
    older: async (conversation, before) => {
      const visitor = recall(visitorKey);
      if (visitor === null) throw new TicketError('auth.required', false);
      return olderEvents({ token, visitor, conversation, before });
    },
    leaveEmail: async (address) => {
      const visitor = recall(visitorKey);
      if (visitor === null) throw new TicketError('auth.required', false);
      await leaveEmail({ token, visitor, email: address });
    },
    announce: (conversation) => {
      if (recall(chatKey) !== conversation) keep(chatKey, conversation);
    },
    forget: () => {
      clearTimeout(timer);
      clearTimeout(moving);
      asked += 1;
      keep(visitorKey, null);
      keep(chatKey, null);
      state.value = { status: 'none' };
    },
    onOtherTab: ({ started, forgotten }) => {
      onChangeElsewhere(chatKey, () => {
        const conversation = recall(chatKey);
        if (conversation !== null) started(conversation);
      });
      onChangeElsewhere(visitorKey, () => recall(visitorKey) === null && forgotten());
    },
  };
}

/** An address that is too long goes without what makes it so: it still leads there, or nearly. */
function told({ title, url }: Hello['page']): Hello['page'] {
  const short = url.length <= MAX_URL ? url : url.replace(/[?#].*$/s, '');
  return { url: short.length <= MAX_URL ? short : '', title: title.slice(0, MAX_TITLE) };
}

/** Runs when no other tab does; at once where a browser has no locks, or denies them as it denies its storage. */
function alone<T>(name: string, run: () => Promise<T>): Promise<T> {
  // What fails in it is not the lock's: only a lock that was never held is done without.
  let held = false;
  const holding = (): Promise<T> => {
    held = true;
    return run();
  };
  if (!('locks' in navigator)) return run();
  return navigator.locks.request(name, holding).catch((error: unknown) => {
    if (held) throw error;
    return run();
  });
}
