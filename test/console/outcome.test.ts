import { describe, expect, test } from 'vitest';
import { isDisputed, standingOf } from '../../clients/console/features/conversation/outcome.ts';

describe('an outcome and the visitor’s answer', () => {
  test.each([
    ['completed', false, 'completedDisputed'],
    ['completed', true, 'completed'],
    ['completed', null, 'completed'],
    ['closed', true, 'closedDisputed'],
    ['closed', false, 'closed'],
    ['active', false, 'active'],
  ] as const)('%s, solved: %s', (status, solved, standing) => {
    expect(standingOf({ status, solved })).toBe(standing);
    expect(isDisputed({ status, solved })).toBe(standing.endsWith('Disputed'));
  });
});
