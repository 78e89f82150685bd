/** For whoever is told and not asked. */
export const ignore = (): void => {};

/** Whether an actor is, or may be, no longer where it was asked. */
export const isElsewhere = (reply: unknown): boolean =>
  typeof reply === 'object' && reply !== null && 'code' in reply && (reply.code === 'actor.unreachable' || reply.code === 'actor.moved' || reply.code === 'unavailable');
