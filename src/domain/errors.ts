/**
 * The error catalogue. A code says what went wrong and is never reused; `status` is its HTTP status;
 * a `retryable` refusal may succeed when the same command is sent again.
 */
const catalogue = {
  'request.malformed': { status: 400, retryable: false, message: 'The request could not be read.' },
  'request.too-large': { status: 413, retryable: false, message: 'The request is larger than this address accepts.' },
  'request.timeout': { status: 408, retryable: true, message: 'The request did not arrive in time.' },
  'request.forbidden-origin': { status: 403, retryable: false, message: 'This site is not on the list of allowed origins.' },
  'route.unknown': { status: 404, retryable: false, message: 'There is nothing at this address.' },
  'route.method': { status: 405, retryable: false, message: 'This address does not answer that method.' },
  'internal': { status: 500, retryable: true, message: 'Something went wrong on our side.' },

  'auth.required': { status: 401, retryable: false, message: 'Sign in first.' },
  'auth.failed': { status: 401, retryable: false, message: 'The name or the password is wrong.' },
  'auth.throttled': { status: 429, retryable: true, message: 'Too many attempts. Wait a little.' },
  'auth.forbidden': { status: 403, retryable: false, message: 'Your role does not allow this.' },
  'ticket.invalid': { status: 401, retryable: false, message: 'The ticket is not valid.' },
  'ticket.expired': { status: 401, retryable: true, message: 'The ticket has expired or was used before. Ask for a new one.' },
  'channel.unknown': { status: 404, retryable: false, message: 'No channel has this token.' },
  'message.id-reused': { status: 409, retryable: false, message: 'Another message came with this id before.' },

  'frame.malformed': { status: 400, retryable: false, message: 'The frame could not be read.' },
  'frame.unknown': { status: 400, retryable: false, message: 'The frame has an unknown type.' },
  'rate.limited': { status: 429, retryable: true, message: 'Too many messages at once. Slow down.' },
  'busy': { status: 503, retryable: true, message: 'The server is busy. Try again in a moment.' },
  'unavailable': { status: 503, retryable: true, message: 'This part of the service is not ready.' },

  'command.malformed': { status: 400, retryable: false, message: 'The command is not complete.' },
  'command.unknown': { status: 400, retryable: false, message: 'There is no such command.' },
  'command.forbidden': { status: 403, retryable: false, message: 'This participant may not do that.' },
  'command.superseded': { status: 409, retryable: false, message: 'A later command of the same stream was already taken.' },
  'stream.gap': { status: 409, retryable: true, message: 'An earlier command of this stream is missing.' },
  'stream.foreign': { status: 403, retryable: false, message: 'This stream belongs to somebody else.' },

  'contact.unknown': { status: 404, retryable: false, message: 'There is no such contact.' },
  'contact.unreachable': { status: 409, retryable: false, message: 'Nothing can be said to this person on this channel now.' },
  'contact.opted-out': { status: 409, retryable: false, message: 'This person does not want to be written to unasked.' },
  'merge.impossible': { status: 409, retryable: false, message: 'These two cannot be merged: one of them was merged already, or they are one.' },
  'merge.settled': { status: 409, retryable: false, message: 'This merge cannot be undone any more.' },

  'conversation.unknown': { status: 404, retryable: false, message: 'There is no such conversation.' },
  'conversation.exists': { status: 409, retryable: false, message: 'The conversation was started already.' },
  'conversation.ended': { status: 409, retryable: false, message: 'The conversation has ended.' },
  'conversation.open': { status: 409, retryable: false, message: 'The conversation has not ended.' },
  'conversation.taken': { status: 409, retryable: false, message: 'Somebody else has this conversation.' },
  'conversation.not-assigned': { status: 409, retryable: false, message: 'Nobody has this conversation.' },
  'conversation.reopen-expired': { status: 409, retryable: false, message: 'It is too late to reopen this conversation.' },
  'message.empty': { status: 422, retryable: false, message: 'The message is empty.' },
  'message.too-long': { status: 422, retryable: false, message: 'The message is too long.' },
  'message.refused': { status: 422, retryable: false, message: 'The message was not accepted.' },
  'file.unknown': { status: 404, retryable: false, message: 'There is no such file, or it is not yours to use here.' },
  'file.too-large': { status: 413, retryable: false, message: 'The file is too large.' },
  'file.empty': { status: 422, retryable: false, message: 'The file is empty.' },
  'file.broken-off': { status: 400, retryable: true, message: 'The file did not arrive whole.' },
  'transfer.unknown': { status: 409, retryable: false, message: 'This transfer is no longer open.' },
  'transfer.to-self': { status: 409, retryable: false, message: 'The conversation is there already.' },
  'agent.unknown': { status: 404, retryable: false, message: 'There is no such agent.' },
  'agent.unavailable': { status: 409, retryable: false, message: 'The agent is not available.' },
  'agent.full': { status: 409, retryable: false, message: 'The agent has no free seat.' },
  'department.unknown': { status: 404, retryable: false, message: 'There is no such department.' },
  'queue.empty': { status: 409, retryable: false, message: 'Nobody is waiting.' },
  'input.invalid': { status: 422, retryable: false, message: 'Some of the values are not valid.' },
  'input.taken': { status: 409, retryable: false, message: 'That name is in use.' },
  'not-found': { status: 404, retryable: false, message: 'There is no such thing.' },

  'plugin.unknown': { status: 404, retryable: false, message: 'There is no such plugin.' },
  'plugin.state': { status: 409, retryable: false, message: 'The plugin is not in a state that allows this.' },
  'plugin.busy': { status: 409, retryable: true, message: 'Another step of this plugin is under way.' },
  'plugin.failed': { status: 422, retryable: false, message: 'The plugin itself failed at this step.' },
  'plugin.not-granted': { status: 403, retryable: false, message: 'The plugin was not granted this permission.' },
  'plugin.crashed': { status: 503, retryable: true, message: 'The process in which the plugin runs has ended, or does not answer.' },
  'plugin.unlimited': { status: 503, retryable: false, message: 'This machine cannot keep a plugin from outside within limits, so it runs none.' },
  'slot.unknown': { status: 404, retryable: false, message: 'No plugin shows anything here.' },
  'slot.failed': { status: 502, retryable: true, message: 'The plugin could not answer.' },
  'package.invalid': { status: 422, retryable: false, message: 'The package is no plugin that could run here.' },
  'package.older': { status: 409, retryable: false, message: 'There is this version already, or a newer one.' },
  'package.taken': { status: 409, retryable: false, message: 'A plugin of that id comes with the server.' },
  'package.in-use': { status: 409, retryable: false, message: 'The plugin is installed.' },
  'http.not-allowed': { status: 403, retryable: false, message: 'The plugin may not send this, or not to this address.' },
  'http.failed': { status: 422, retryable: false, message: 'The other side could not be reached, or its answer broke off.' },

  'actor.moved': { status: 409, retryable: true, message: 'The conversation moved to another node.' },
  'actor.unreachable': { status: 503, retryable: true, message: 'The other node did not answer in time.' },
  'node.name-taken': { status: 409, retryable: false, message: 'Another node of this cluster runs under this name. Set NODE_NAME to one of its own.' },
} as const satisfies Record<string, { status: number; retryable: boolean; message: string }>;

export type ErrorCode = keyof typeof catalogue;

/** Why something was not done. Refusals are values, not exceptions: nothing has changed when one is returned. */
export interface Refusal {
  readonly code: ErrorCode;
  /** Details for the one who asked; never secrets. */
  readonly meta?: Readonly<Record<string, unknown>>;
}

export const refuse = (code: ErrorCode, meta?: Refusal['meta']): Refusal => (meta === undefined ? { code } : { code, meta });

export const isRefusal = (value: unknown): value is Refusal => typeof value === 'object' && value !== null && 'code' in value;

export const isErrorCode = (code: unknown): code is ErrorCode => typeof code === 'string' && Object.hasOwn(catalogue, code);

/** A code that a later release knows, told by one of its nodes, is one to come again with. */
export const describeError = (code: ErrorCode): (typeof catalogue)[ErrorCode] => (isErrorCode(code) ? catalogue[code] : catalogue.unavailable);

/** The same refusal as an exception, for the few places where a value cannot travel. */
export class RefusalError extends Error {
  readonly refusal: Refusal;

  constructor(code: ErrorCode, meta?: Refusal['meta']) {
    super(`${code}: ${catalogue[code].message}`);
    this.name = 'RefusalError';
    this.refusal = refuse(code, meta);
  }

  /** As on errors that have come out of a process: a plugin finds it here wherever it runs. */
  get code(): ErrorCode {
    return this.refusal.code;
  }
}
