import type { ErrorCode } from '#domain/errors.ts';

/** Of a file, where it is known how large it may be. */
export const tooLarge = (most: string): string => `This file is too large: at most ${most}.`;

/** What went wrong and what to do, for whoever may meet it: visitors too. */
export const errorTexts = {
  'request.malformed': 'That could not be read. Reload the page and try again.',
  'request.too-large': 'That is too large to send.',
  'request.timeout': 'That took too long to arrive. Try again.',
  'request.forbidden-origin': 'This site may not show the chat yet. Add it to the allowed origins in the settings.',
  'internal': 'Something went wrong on our side. Try again in a moment.',

  'auth.required': 'Sign in to go on.',
  'ticket.invalid': 'The connection was not accepted. Reload the page.',
  'ticket.expired': 'The connection took too long. Reconnecting.',
  'message.id-reused': 'Another message came with this id before.',
  'channel.unknown': 'This chat is not set up. Check the token in the embed code.',

  'frame.malformed': 'The connection broke off. Reload the page.',
  'frame.unknown': 'This page is out of date. Reload it.',
  'rate.limited': 'That was a lot at once. Wait a moment, then try again.',
  'busy': 'A lot is going on just now. Try again in a moment.',
  'unavailable': 'There is no connection at the moment. It comes back by itself; then try again.',

  'command.malformed': 'That could not be read. Reload the page and try again.',
  'command.unknown': 'This page is out of date. Reload it.',
  'command.forbidden': 'You cannot do that in this chat.',
  'command.superseded': 'This was already done from another window.',
  'stream.gap': 'Still sending what came before.',
  'stream.foreign': 'Another window is sending. Reload this one.',

  'conversation.unknown': 'This chat does not exist any more.',
  'conversation.exists': 'This chat was started already.',
  'conversation.ended': 'This chat has ended. Reopen it to go on.',
  'conversation.open': 'This chat is still open.',
  'conversation.reopen-expired': 'It is too late to reopen this chat. Start a new one.',
  'message.empty': 'Write something first.',
  'message.too-long': 'This message is too long. Send it in parts.',
  'message.refused': 'This message was not accepted.',
  'file.unknown': 'This file is not there any more. Add it again.',
  'file.too-large': 'This file is too large.',
  'file.empty': 'This file is empty.',
  'file.broken-off': 'The file did not arrive whole. Try again.',
  'input.invalid': 'Some of the values are not right. Check them and try again.',

  'slot.unknown': 'The plugin that showed this is not here any more.',
  'slot.failed': 'The plugin did not answer as it should. Try again in a moment.',

  'actor.moved': 'The chat moved. Reconnecting.',
  'actor.unreachable': 'A part of the service does not answer. Try again in a moment.',
} satisfies Partial<Readonly<Record<ErrorCode, string>>>;
