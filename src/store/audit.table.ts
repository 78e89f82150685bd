import type { Generated } from 'kysely';

/** Who did what that others may ask about later. */
export interface AuditTable {
  id: Generated<number>;
  at: number;
  /** `agent:<id>`, `plugin:<id>` or `node:<name>`. */
  actor: string;
  action: string;
  subject: string;
  /** JSON. */
  details: string;
}
