import { batch, computed, signal } from '@preact/signals';
import type { FileKind, FileRef } from '#domain/file.ts';
import { Attachments } from '#sdk/attachments.ts';
import { createVisitorClient } from '#sdk/index.ts';
import type { VisitorClient, VisitorSnapshot } from '#sdk/index.ts';
import { isEnded } from '#domain/state.ts';
import type { Look, Shown } from '../line.ts';
import { draftsOf } from './draft.ts';
import { createEmail } from './email.ts';
import type { Host } from './host.ts';
import { createVisitor } from './session.ts';
import { isUnattended } from './state-line.ts';

const nothing: VisitorSnapshot = {
  state: null, events: [], more: false, receipts: [], signals: [], pending: [],
  connection: { status: 'idle' }, conversation: null, self: null, department: null, queue: null,
};

const isStranger = (code: number | string): boolean => code === 'ticket.invalid' || code === 'auth.required';

/** Before a chat, in one, after one. `loading`: there is a chat, but its first page has not come yet. */
export type Phase = 'fresh' | 'loading' | 'open' | 'ended';

export type Chat = ReturnType<typeof createChat>;

/** All that the widget knows and can do. The parts read the signals; nothing else is kept anywhere. */
export function createChat(token: string, host: Host) {
  const look = signal<Look>(host.hello.look);
  const shown = signal<Shown>(host.hello.shown);
  const snapshot = signal<VisitorSnapshot>(nothing);
  /** The ended chat that the visitor left behind for a new one, by id. */
  const leftBehind = signal<string | null>(null);
  /** A chat was asked for and is not there yet. */
  const starting = signal(false);
  /** What is to stand in the composer where nothing does; empty: nothing is to. */
  const composed = signal<string | null>(null);
  let { page } = host.hello;
  const visitor = createVisitor({ token, locale: () => look.value.locale, page: () => page, email: () => email.given(), emailKept: (address) => email.keep(address) });
  const attachments = new Attachments(() => {
    const { value } = visitor.state;
    return { path: `/api/v1/widget/files?token=${encodeURIComponent(token)}`, headers: { authorization: `Visitor ${value.status === 'open' ? value.session.visitor : ''}` } };
  });
  const attached = signal(attachments.snapshot.items);
  attachments.subscribe(() => { attached.value = attachments.snapshot.items; });
  /** Another tab opened a chat before this one knew its visitor. */
  let followed = false;
  let client: VisitorClient | null = null;
  let unsubscribe: (() => void) | null = null;

  const phase = computed((): Phase => {
    const { state, conversation, pending } = snapshot.value;
    if (conversation !== null && conversation === leftBehind.value) return starting.value ? 'open' : 'fresh';
    if (state?.status != null) return isEnded(state) ? 'ended' : 'open';
    if (starting.value || pending.length > 0) return 'open';
    const session = visitor.state.value;
    const expected = session.status === 'open' ? session.session.conversation !== null && snapshot.value.connection.status !== 'stopped' : visitor.known();
    return expected ? 'loading' : 'fresh';
  });

  /** What is shown: nothing of a chat that was left behind, but for the words that open the next one. */
  const picture = computed((): VisitorSnapshot => {
    const all = snapshot.value;
    if (all.conversation !== null && all.conversation !== leftBehind.value) return all;
    return { ...nothing, self: all.self, connection: all.connection, pending: all.pending };
  });

  const email = createEmail({
    wanted: computed(() => (visitor.state.value.status === 'open' ? (visitor.state.value.session.email ?? null) : null)),
    away: computed(() => isUnattended({ phase: phase.value, picture: picture.value, session: visitor.state.value })),
    begun: computed(() => picture.value.state?.status != null),
    leave: visitor.leaveEmail,
  });

  visitor.state.subscribe((state) => {
    if (state.status !== 'open') return;
    const { session } = state;
    client ??= join(session.self);
    if ((session.conversation !== null || followed) && client.snapshot.connection.status === 'idle') client.connect();
    followed = false;
  });

  function join(self: string): VisitorClient {
    const fresh = createVisitorClient({ storageKey: `parlor:${token}:${self}`, ticket: visitor.ticket });
    unsubscribe = fresh.subscribe(() => take(fresh.snapshot));
    take(fresh.snapshot);
    host.say({ type: 'visitor', id: self });
    return fresh;
  }

  function take(next: VisitorSnapshot): void {
    if (next.connection.status === 'stopped' && isStranger(next.connection.code)) return beginAgain(next);
    if (next.conversation !== null && next.state !== null) visitor.announce(next.conversation);
    const isBack = next.connection.status === 'online' && snapshot.peek().connection.status !== 'online';
    batch(() => {
      snapshot.value = next;
      if (next.conversation !== leftBehind.value) leftBehind.value = null;
      if (next.state?.status != null && !isEnded(next.state)) starting.value = false;
    });
    if (isBack) attachments.resume();
  }

  /** The server does not know this visitor any more. A new one begins, with the unsent words in the composer. */
  function beginAgain({ pending }: VisitorSnapshot): void {
    const unsent = pending.flatMap(({ command }) => (command.type === 'message.post' && command.body.text !== '' ? [command.body.text] : []));
    const address = email.text.peek();
    leave();
    email.text.value = address;
    if (unsent.length > 0) composed.value = unsent.join('\n');
  }

  function drop(): void {
    attachments.clear();
    unsubscribe?.();
    client?.disconnect();
    client = null;
    batch(() => {
      snapshot.value = nothing;
      leftBehind.value = null;
      starting.value = false;
    });
  }

  /** Whoever comes next is somebody else: no words of the last are theirs. */
  function forgotten(): void {
    const drafts = draftsOf(token);
    for (const conversation of [snapshot.peek().conversation, null]) drafts.write(conversation, '');
    composed.value = '';
    leave();
  }

  function leave(): void {
    drop();
    email.forget();
    visitor.forget();
    host.say({ type: 'visitor', id: null });
    if (shown.value.open) visitor.open();
  }

  function post(text: string, kind?: FileKind, file?: FileRef): void {
    if (client === null) return;
    if (phase.value === 'fresh') {
      starting.value = true;
      client.start();
      host.say({ type: 'started' });
    }
    client.post(text, 'public', kind, file);
  }

  /** Another tab opened a chat: this one goes there too. */
  function follow(conversation: string): void {
    followed = client === null;
    if (client === null || client.snapshot.conversation === conversation) return;
    client.disconnect();
    client.connect();
  }

  /** What comes from here on was not read, however long the page takes to close the panel. */
  function close(): void {
    shown.value = { ...shown.value, open: !host.embedded };
    host.say({ type: 'close' });
  }

  /** Brings in a page of what was said before. Rejects when nothing answers. */
  async function older(): Promise<void> {
    const { conversation, events: [first] } = snapshot.value;
    if (conversation === null || first === undefined) return;
    const page = await visitor.older(conversation, first.seq);
    if (snapshot.value.conversation === conversation) client?.prepend(page);
  }

  // Before there is a chat nothing else tells.
  addEventListener('online', () => attachments.resume());
  visitor.onOtherTab({ started: follow, forgotten });
  host.listen((message) => {
    switch (message.type) {
      case 'look': look.value = message.look; return;
      case 'shown': shown.value = message.shown; return;
      case 'page': {
        const { url } = page;
        ({ page } = message);
        // Some say the same of themselves all the time.
        if (page.url !== url) visitor.moved();
        return;
      }
      case 'compose': composed.value = message.text || null; return;
      case 'reset': return forgotten();
    }
  });

  return {
    token, host, look, shown, phase, picture, composed, attachments, email,
    /** What goes with the next words. */
    attached: attached as { readonly value: typeof attached.value },
    snapshot: snapshot as { readonly value: VisitorSnapshot },
    session: visitor.state,
    known: visitor.known,
    open: visitor.open,
    refresh: visitor.refresh,
    post,
    older,
    close,
    /** False until words can be kept safely. */
    ready: computed(() => visitor.state.value.status === 'open'),
    typing: (text: string) => phase.value === 'open' && client?.typing(text !== '', text),
    read: () => client?.read(),
    end: () => client?.end(),
    reopen: () => client?.reopen(),
    rate: (message: number, helpful: boolean) => client?.command({ type: 'message.rate', message, helpful }),
    feedback: (solved: boolean) => client?.feedback(solved),
    retry: (id: string) => client?.retry(id),
    discard: (id: string) => client?.discard(id),
    reconnect: () => client?.connect(),
    startNew: () => { leftBehind.value = snapshot.value.conversation; },
  };
}
