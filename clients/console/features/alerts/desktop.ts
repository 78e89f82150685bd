import { useSyncExternalStore } from 'react';
import type { Phrase } from './phrase.ts';

/** `insecure`: browsers allow it over https only. `missing`: this one shows none. */
export type Permission = NotificationPermission | 'insecure' | 'missing';

const listeners = new Set<() => void>();

function read(): Permission {
  if (!window.isSecureContext) return 'insecure';
  return 'Notification' in window ? Notification.permission : 'missing';
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  // It is changed beside the address bar, and then one comes back.
  window.addEventListener('focus', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('focus', listener);
  };
}

/** What the browser says to notifications. */
export const usePermission = (): Permission => useSyncExternalStore(subscribe, read);

/** Asks whoever has just clicked, where the browser has not asked yet. `default`: they waved the question away. */
export async function askPermission(): Promise<Permission> {
  if (read() === 'default') await Notification.requestPermission();
  for (const tell of listeners) tell();
  return read();
}

const shown = new Set<Notification>();

/** What came is before the agent's eyes. */
export function withdrawNotifications(): void {
  for (const notification of shown) notification.close();
  shown.clear();
}

/** A later one with the same `tag` stands in the place of the earlier. Makes no sound of its own. False: this browser shows none from a page. */
export function showNotification({ title, body }: Phrase, tag: string, onClick: () => void): boolean {
  if (read() !== 'granted') return false;
  // `renotify` is not in the types: only some browsers know it.
  const options: NotificationOptions & { readonly renotify: boolean } = { body, tag, silent: true, renotify: true };
  try {
    const notification = new Notification(title, options);
    shown.add(notification);
    notification.onclose = () => shown.delete(notification);
    notification.onclick = () => {
      notification.close();
      window.focus();
      onClick();
    };
    return true;
  } catch {
    // Browsers of phones have the constructor and refuse it.
    return false;
  }
}
