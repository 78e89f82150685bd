/** What a field carries that `/` goes to. */
export const SEARCH_FIELD = 'data-search-field';

let wanted = false;

const fieldHere = (): HTMLInputElement | null => document.querySelector<HTMLInputElement>(`input[${SEARCH_FIELD}]`);

/** Into the field of the page; where there is none `go` leads to one. */
export function find(go: () => void): void {
  const field = fieldHere();
  if (field !== null) return field.select();
  wanted = true;
  go();
}

/** A field has come up: whoever was on the way to it is there. */
export function arrive(): void {
  if (wanted) fieldHere()?.select();
  wanted = false;
}
