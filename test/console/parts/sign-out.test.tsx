import { notificationsStore } from '@mantine/notifications';
import { afterEach, expect, test, vi } from 'vitest';
import { sessionQuery } from '../../../clients/console/api/queries.ts';
import { attachmentsOf } from '../../../clients/console/features/conversation/attachments.ts';
import { draftOf, writeDraft } from '../../../clients/console/features/conversation/drafts.ts';
import { settleTaken, takeUp } from '../../../clients/console/features/conversation/taken-up.ts';
import { keepUnsentOf } from '../../../clients/console/features/conversation/unsent.ts';
import { useSession } from '../../../clients/console/features/session/session-gate.tsx';
import type { SignedIn } from '../../../clients/console/features/session/session-gate.tsx';
import { draw } from './draw.tsx';

afterEach(() => {
  vi.unstubAllGlobals();
  notificationsStore.setState({ ...notificationsStore.getState(), notifications: [], queue: [] });
});

const answers = (answer: () => Promise<Response>) => vi.stubGlobal('fetch', vi.fn(answer));
const refusal = (code: string, status: number) => Response.json({ code }, { status });

function Inside({ seen }: { readonly seen: (session: SignedIn) => void }) {
  seen(useSession());
  return null;
}

function signedIn() {
  const seen = vi.fn<(session: SignedIn) => void>();
  const { queries } = draw(<Inside seen={seen} />);
  return { signOut: () => seen.mock.lastCall?.[0].signOut(), isSignedIn: () => queries.getQueryData(sessionQuery.queryKey) !== null };
}

/** As in a browser, what is kept are its own keys. */
const storage = {
  getItem(this: Record<string, unknown>, key: string) { return this[key] ?? null; },
  setItem(this: Record<string, unknown>, key: string, value: string) { this[key] = value; },
  removeItem(this: Record<string, unknown>, key: string) { delete this[key]; },
};

/** An agent has written and attached something, and took a suggestion up; what of it is left? */
function unsent() {
  writeDraft('chat', false, 'half a sentence');
  attachmentsOf('chat', false).add([new File(['secret'], 'offer.txt')]);
  takeUp('chat', { seq: 7, text: 'half a sentence' });
  const command = vi.fn();
  return () => {
    settleTaken({ id: 'chat', command }, 'half a sentence');
    return { words: draftOf('chat', false), files: attachmentsOf('chat', false).snapshot.items.length, suggestions: command.mock.calls.length };
  };
}

test('an agent whose sign-out the server did not hear of stays signed in, is told so, and can try again', async () => {
  answers(() => Promise.reject(new TypeError('offline')));
  const { signOut, isSignedIn } = signedIn();
  const left = unsent();
  await signOut();
  expect(isSignedIn()).toBe(true);
  expect(left()).toEqual({ words: 'half a sentence', files: 1, suggestions: 1 });
  expect(notificationsStore.getState().notifications).toHaveLength(1);
  expect(JSON.stringify(notificationsStore.getState().notifications[0]?.message)).toMatch(/You are still signed in here.*Try again/u);
});

test.each([
  ['heard of', () => new Response(null, { status: 204 })],
  ['had ended by itself', () => refusal('auth.required', 401)],
])('a session that the server has %s is over, and nothing unsent stays for whoever is next', async (_, answer) => {
  answers(async () => answer());
  const { signOut, isSignedIn } = signedIn();
  const left = unsent();
  await signOut();
  expect(isSignedIn()).toBe(false);
  expect(left()).toEqual({ words: '', files: 0, suggestions: 0 });
  expect(notificationsStore.getState().notifications).toEqual([]);
});

test('whoever signs in again after the session ran out goes on; whoever else signs in finds nothing', () => {
  vi.stubGlobal('localStorage', Object.create(storage));
  answers(() => new Promise(() => {}));
  keepUnsentOf('lin');
  let left = unsent();
  keepUnsentOf('lin');
  expect(left()).toEqual({ words: 'half a sentence', files: 1, suggestions: 1 });
  left = unsent();
  keepUnsentOf('mo');
  expect(left()).toEqual({ words: '', files: 0, suggestions: 0 });
});

test('a server that refuses it has not signed out', async () => {
  answers(async () => refusal('unavailable', 503));
  const { signOut, isSignedIn } = signedIn();
  await signOut();
  expect(isSignedIn()).toBe(true);
});
