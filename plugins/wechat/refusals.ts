/** What would be refused again however often it came. Anything else may be taken later. */
const FOR_GOOD: ReadonlySet<unknown> = new Set(['message.too-long', 'message.empty', 'message.refused', 'message.id-reused', 'input.invalid', 'command.malformed', 'file.too-large', 'file.empty']);

export const isForGood = (error: unknown): boolean => FOR_GOOD.has(codeOf(error));
export const codeOf = (error: unknown): unknown => (Object(error) as { readonly code?: unknown }).code;
