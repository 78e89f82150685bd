/** localStorage, which a browser may deny to a frame of another site: then this tab remembers on its own. */
const memory = new Map<string, string>();

export function recall(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return memory.get(key) ?? null;
  }
}

/** null forgets. */
export function keep(key: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {
    if (value === null) memory.delete(key);
    else memory.set(key, value);
  }
}

/** Calls back when another tab changed the key. Returns the undo. */
export function onChangeElsewhere(key: string, changed: () => void): () => void {
  const heard = (event: StorageEvent): void => {
    if (event.key === key) changed();
  };
  window.addEventListener('storage', heard);
  return () => window.removeEventListener('storage', heard);
}
