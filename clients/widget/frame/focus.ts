const FOCUSABLE = 'button:not([disabled]), input, textarea, a[href], [tabindex="0"]';

/** Tab at the last place leads to the first and back, while the chat covers the page that one could not see. */
export function keepFocusInside(root: HTMLElement, event: KeyboardEvent): void {
  const places = [...root.querySelectorAll<HTMLElement>(FOCUSABLE)].filter((place) => place.offsetParent !== null);
  const edge = event.shiftKey ? places[0] : places.at(-1);
  if (document.activeElement !== edge) return;
  event.preventDefault();
  (event.shiftKey ? places.at(-1) : places[0])?.focus();
}
