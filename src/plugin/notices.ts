import type { AuditRepository } from '#store/audit.repository.ts';
import type { LocalText } from '#wire/api.ts';

/** Of one plugin on this node: one that has more to say has lost its mind. */
const MOST = 10;
const IN_MS = 3_600_000;

/** Writes down what plugins want administrators to know. */
export class Notices {
  readonly #audit: Pick<AuditRepository, 'add'>;
  readonly #now: () => number;
  readonly #said = new Map<string, readonly number[]>();

  constructor(audit: Pick<AuditRepository, 'add'>, now: () => number) {
    this.#audit = audit;
    this.#now = now;
  }

  /** What comes too often is left out. */
  async add(plugin: string, text: LocalText): Promise<void> {
    const at = performance.now();
    const recent = (this.#said.get(plugin) ?? []).filter((before) => at - before < IN_MS);
    if (recent.length >= MOST) return;
    this.#said.set(plugin, [...recent, at]);
    await this.#audit.add({ at: this.#now(), actor: `plugin:${plugin}`, action: 'plugin.notice', subject: `plugin:${plugin}`, details: { text } });
  }
}
