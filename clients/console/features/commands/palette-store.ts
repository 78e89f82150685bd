import { createSpotlight } from '@mantine/spotlight';

const [store, { open }] = createSpotlight();

/** Opened by a key and by the rail. */
export const palette = { open };
export const paletteStore = store;

const rows = (): HTMLElement | null => document.getElementById(store.getState().listId);

/** What Enter would take; null where nothing is chosen. */
export const chosenRow = (): HTMLElement | null => rows()?.querySelector<HTMLElement>('[data-selected]') ?? null;

/** Rows that came after the words were typed: unless somebody has chosen already, Enter takes the first. */
export function chooseFirst(): void {
  if (chosenRow() !== null) return;
  rows()?.querySelector('[data-action]')?.setAttribute('data-selected', 'true');
  store.updateState((state) => ({ ...state, selected: 0 }));
}
