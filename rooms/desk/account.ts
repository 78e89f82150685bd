import type { Participant } from '#domain/participant.ts';
import { participantOf } from '#desk/agent-participant.ts';
import type { Directory } from '#desk/directory.ts';
import type { DeskClaims } from '#desk/tickets.ts';
import type { Card } from '#wire/protocol.ts';

/** Whose desk it is, and what they may see: as the store says, read again whenever somebody says that it changed. */
export class Account {
  readonly #directory: Pick<Directory, 'agent' | 'departmentsOf'>;
  readonly #id: string;
  #reading: Promise<void> = Promise.resolve();
  #tokenVersion = 0;
  participant!: Participant;
  /** Also of an account that is not there at all. */
  disabled = true;
  capacity = 0;
  departments: readonly string[] = [];

  constructor(directory: Pick<Directory, 'agent' | 'departmentsOf'>, id: string) {
    this.#directory = directory;
    this.#id = id;
  }

  /** One reading after the other: what the last one finds holds. */
  read(): Promise<void> {
    const read = (): Promise<void> => this.#read();
    return (this.#reading = this.#reading.then(read, read));
  }

  async #read(): Promise<void> {
    const [agent, departments] = await Promise.all([this.#directory.agent(this.#id), this.#directory.departmentsOf(this.#id)]);
    this.departments = departments;
    this.disabled = agent === undefined || agent.disabledAt !== null;
    if (agent === undefined) return;
    this.participant = participantOf(agent);
    this.capacity = agent.capacity;
    this.#tokenVersion = agent.tokenVersion;
  }

  admits(claims: DeskClaims): boolean {
    return !this.disabled && claims.kind === 'desk' && claims.agent === this.#id && claims.session === this.#tokenVersion;
  }

  /** Their own chats, those of their departments, and what is on its way to one of them; supervisors see all. */
  maySee({ assignee, department, transfer }: Card): boolean {
    if (this.disabled) return false;
    const target = transfer?.to;
    return this.participant.kind === 'supervisor' || assignee === this.#id || target?.agent === this.#id
      || this.departments.includes(department) || (target?.department !== undefined && this.departments.includes(target.department));
  }
}
