/** Told after a change is in the store, so that desks, departments and chats on any node follow it. Must not throw. */
export interface DeskChanges {
  /** Name, role, capacity, or departments of an agent. */
  agent(id: string): void;
  /** Sessions of the agent ended: open sockets should close with `unauthorised`. */
  signedOut(id: string): void;
  /** Name, way of assignment, members, or archived. */
  department(id: string): void;
  /** What these contacts are called, or whom they stand for. */
  contacts(ids: readonly string[]): void;
}
