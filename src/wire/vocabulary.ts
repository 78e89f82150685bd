/** The words of the domain that travel over the wire, in one place for the clients. */
export type { Command, CommandType } from '#domain/commands.ts';
export type { ErrorCode } from '#domain/errors.ts';
export type { Audience, ConversationEvent, EventOf, EventType, TransferTarget } from '#domain/events.ts';
export type { MessageBody, MessageKind } from '#domain/message.ts';
export type { Participant, ParticipantId, ParticipantKind } from '#domain/participant.ts';
export type { ConversationState, Status, Transfer } from '#domain/state.ts';
