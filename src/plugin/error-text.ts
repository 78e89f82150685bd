const MAX_MESSAGE = 300;

/** What is shown of an error that a plugin threw: anything at all. */
export function messageOf(error: unknown): string {
  const text = textOf(error);
  return text.length > MAX_MESSAGE ? `${text.slice(0, MAX_MESSAGE).toWellFormed()}…` : text;
}

function textOf(error: unknown): string {
  try {
    return String(error instanceof Error ? error.message : error);
  } catch {
    return 'something that cannot be shown';
  }
}
