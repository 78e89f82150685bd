import { codeOf } from 'parlor/plugin';

/** `file.`: any that has to do with files. */
export const isOf = (error: unknown, family: string): boolean => codeOf(error)?.startsWith(family) === true;

export const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
