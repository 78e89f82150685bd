import { RefusalError } from '#domain/errors.ts';
import type { JsonObject } from '#store/json.ts';
import type { Plugin } from './define.ts';
import { secretsOf } from './fields.ts';
import type { Seal } from './sealing.ts';

/** The values of a plugin's settings form: as it uses them, as they are stored, and as an administrator sees them. */
export class Settings {
  readonly #plugin: Plugin;
  readonly #seal: Seal;
  readonly #secrets: ReadonlySet<string>;

  constructor(plugin: Plugin, seal: Seal) {
    this.#plugin = plugin;
    this.#seal = seal;
    this.#secrets = secretsOf(plugin.fields);
  }

  /** True when the plugin can do without an administrator's values. */
  get ready(): boolean {
    return this.#plugin.definition.config.safeParse({}).success;
  }

  /** True where nothing is missing in what was stored. */
  isComplete(stored: JsonObject): boolean {
    return this.#plugin.definition.config.safeParse(this.#open(stored)).success;
  }

  /** What comes from a form, completed; secrets that it leaves out are the stored ones. Refuses with `input.invalid`. */
  read(input: JsonObject, stored: JsonObject): JsonObject {
    const kept = Object.entries(this.use(stored)).filter(([name]) => this.#secrets.has(name) && !Object.hasOwn(input, name));
    const result = this.#plugin.definition.config.safeParse({ ...input, ...Object.fromEntries(kept) });
    if (result.success) return result.data;
    throw new RefusalError('input.invalid', { fields: Object.fromEntries(result.error.issues.map(({ path, code }) => [path.join('.'), code])) });
  }

  /** For the store. */
  close(values: JsonObject): JsonObject {
    const { id } = this.#plugin.definition;
    return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, this.#secrets.has(name) ? this.#seal.close(id, name, String(value)) : value]));
  }

  /** For the plugin: what was stored, and defaults for what has come since. */
  use(stored: JsonObject): JsonObject {
    const opened = this.#open(stored);
    const result = this.#plugin.definition.config.safeParse(opened);
    return result.success ? result.data : opened;
  }

  #open(stored: JsonObject): JsonObject {
    return Object.fromEntries(Object.entries(stored).flatMap(([name, value]) => {
      const clear = this.#secrets.has(name) ? this.#seal.open(this.#plugin.definition.id, name, value) : value;
      return clear === null ? [] : [[name, clear]];
    }));
  }

  /** For the form. */
  show(stored: JsonObject): { readonly config: JsonObject; readonly kept: readonly string[] } {
    const values = Object.entries(this.use(stored));
    return {
      config: Object.fromEntries(values.filter(([name]) => !this.#secrets.has(name))),
      kept: values.flatMap(([name, value]) => (this.#secrets.has(name) && value !== '' ? [name] : [])),
    };
  }
}
