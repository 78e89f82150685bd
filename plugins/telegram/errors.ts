/** Of a refusal of the house; undefined for what is none. */
export const codeOf = (error: unknown): string | undefined => {
  const { code } = Object(error) as { readonly code?: unknown };
  return typeof code === 'string' ? code : undefined;
};

/** `file.`: any that has to do with files. */
export const isOf = (error: unknown, family: string): boolean => codeOf(error)?.startsWith(family) === true;

export const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
