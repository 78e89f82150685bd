import type { ErrorCode } from '#domain/errors.ts';

/** What is refused for what it is, however often it comes. */
const FOR_GOOD: ReadonlySet<unknown> = new Set<ErrorCode>(['message.too-long', 'message.empty', 'message.refused', 'message.id-reused', 'input.invalid', 'command.malformed', 'file.too-large', 'file.empty']);

/** Of a refusal of the house, wherever the plugin runs; undefined for an error that has none. */
export const codeOf = (error: unknown): string | undefined => {
  const { code } = Object(error) as { readonly code?: unknown };
  return typeof code === 'string' ? code : undefined;
};

/**
 * Whether the house, which rejected a message or a file with this, always will. After anything else, such as a store that is away or
 * an error that nobody thought of, its provider is to bring it again.
 */
export const isForGood = (error: unknown): boolean => FOR_GOOD.has(codeOf(error));
