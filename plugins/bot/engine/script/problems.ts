/** What can be wrong with a script. Errors lose the line; warnings are read, as they are hardly meant. */
export const PROBLEMS = {
  'script.large': 'error',
  'script.stray': 'error',
  'script.empty': 'error',
  'script.mute': 'error',
  'script.comment': 'error',
  'script.unknown': 'error',
  'pattern.unclosed': 'warning',
  'pattern.range': 'warning',
  'pattern.threshold': 'warning',
  'pattern.choice': 'warning',
  'pattern.speech': 'warning',
  'pattern.blanks': 'warning',
  'pattern.large': 'error',
  'reply.call': 'warning',
  'reply.rule': 'warning',
  'hook.unknown': 'warning',
} as const satisfies Readonly<Record<string, 'error' | 'warning'>>;

export type ProblemCode = keyof typeof PROBLEMS;

/** Where something is wrong; lines and columns count from 1, columns in UTF-16 units. */
export interface Problem {
  readonly code: ProblemCode;
  readonly line: number;
  readonly column: number;
}
