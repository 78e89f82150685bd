import { describe, expect, it } from 'vitest';
import { describeError, isErrorCode, refuse, RefusalError } from '#domain/errors.ts';

describe('an error code', () => {
  it('is one of the catalogue', () => {
    expect(isErrorCode('conversation.ended')).toBe(true);
    for (const other of ['conversation.melted', 'toString', '__proto__', '', 7, null, undefined]) expect(isErrorCode(other), String(other)).toBe(false);
  });

  it('carries a status and whether sending again may help', () => {
    expect(describeError('busy')).toMatchObject({ status: 503, retryable: true });
    expect(describeError('command.forbidden')).toMatchObject({ status: 403, retryable: false });
  });
});

describe('a refusal', () => {
  it('has details only where there are some', () => {
    expect(refuse('busy')).toStrictEqual({ code: 'busy' });
    expect(refuse('message.too-long', { max: 3 })).toStrictEqual({ code: 'message.too-long', meta: { max: 3 } });
  });

  it('travels as an exception', () => {
    const error = new RefusalError('agent.full', { seats: 2 });
    expect(error).toMatchObject({ name: 'RefusalError', refusal: { code: 'agent.full', meta: { seats: 2 } } });
    expect(error.message).toMatch(/^agent\.full: /);
  });
});
