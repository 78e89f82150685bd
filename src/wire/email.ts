/** Characters of an address. */
export const MAX_EMAIL = 254;

/** Whether an answer could be sent there: what somebody typed by a slip is told apart, and no more can be known before one writes. */
export const isEmail = (text: string): boolean => text.length <= MAX_EMAIL && /^[^\s@<>",;]+@[^\s@<>",;]+\.[^\s@<>",;.]+$/.test(text) && text.isWellFormed();
