/** Keys that act on the best suggestion while one writes, too: for the card, the commands and the sheet alike. */
export const SEND_KEYS = 'alt+enter';
export const EDIT_KEYS = 'f2';
