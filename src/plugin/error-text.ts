import { RefusalError } from '#domain/errors.ts';

const MAX_MESSAGE = 300;
/** What a refusal says beside its sentence, where it says so: never more than names and codes. */
const TOLD = ['host', 'reason', 'permission', 'state'] as const;

/** What is shown of an error that a plugin threw: anything at all. */
export function messageOf(error: unknown): string {
  const text = textOf(error);
  return text.length > MAX_MESSAGE ? `${text.slice(0, MAX_MESSAGE).toWellFormed()}…` : text;
}

const detailsOf = (meta: Readonly<Record<string, unknown>> = {}): readonly string[] => {
  const told = TOLD.flatMap((name) => (typeof meta[name] === 'string' ? [`${name}: ${meta[name]}`] : []));
  return told.length === 0 ? [] : [`(${told.join(', ')})`];
};

function textOf(error: unknown): string {
  try {
    if (error instanceof RefusalError) return [error.message, ...detailsOf(error.refusal.meta)].join(' ');
    return String(error instanceof Error ? error.message : error);
  } catch {
    return 'something that cannot be shown';
  }
}
