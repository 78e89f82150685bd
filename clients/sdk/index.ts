export { createDeskClient } from './desk.ts';
export { RefusedError, TicketError } from './errors.ts';
export { createVisitorClient } from './visitor.ts';
export type { Clock, LocksLike, Platform, SocketLike, StorageLike } from './platform.ts';
export type {
  Chat, ChatSnapshot, ClientOptions, Connection, ConversationActions, ConversationPicture, DeskClient, DeskOptions, DeskSnapshot,
  Observable, Pending, Signal, VisitorClient, VisitorOptions, VisitorSnapshot,
} from './types.ts';
