/** The column holds 160 characters, and half of a surrogate pair is none. */
export const clip = (preview: string): string => (preview.length > 160 ? preview.slice(0, 160) : preview).toWellFormed();
