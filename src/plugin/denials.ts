import type { AuditRepository } from '#store/audit.repository.ts';
import type { Permission } from './permissions.ts';

/** A plugin that tries again and again is written down once in so long, ms. */
const QUIET_MS = 60_000;

/** Writes down what plugins called without being granted it. */
export class Denials {
  readonly #audit: Pick<AuditRepository, 'add'>;
  readonly #now: () => number;
  readonly #onError: (error: unknown) => void;
  readonly #written = new Map<string, number>();

  constructor(audit: Pick<AuditRepository, 'add'>, now: () => number, onError: (error: unknown) => void) {
    this.#audit = audit;
    this.#now = now;
    this.#onError = onError;
  }

  add(plugin: string, permission: Permission): void {
    const key = `${plugin}/${permission}`;
    const at = performance.now();
    if (at - (this.#written.get(key) ?? -Infinity) < QUIET_MS) return;
    this.#written.set(key, at);
    void this.#audit.add({ at: this.#now(), actor: `plugin:${plugin}`, action: 'plugin.denied', subject: `plugin:${plugin}`, details: { permission } }).catch(this.#onError);
  }
}
