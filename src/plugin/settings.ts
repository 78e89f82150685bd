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

  /** True where nothing is missing in what was stored; nothing at all may be enough. */
  async isComplete(stored: JsonObject): Promise<boolean> {
    return 'values' in (await this.#plugin.check(this.#open(stored)));
  }

  /** What comes from a form, completed; secrets that it leaves out are the stored ones. Refuses with `input.invalid`. */
  async read(input: JsonObject, stored: JsonObject): Promise<JsonObject> {
    const kept = Object.entries(this.#known(stored)).filter(([name]) => this.#secrets.has(name) && !Object.hasOwn(input, name));
    const checked = await this.#plugin.check({ ...input, ...Object.fromEntries(kept) });
    if ('values' in checked) return checked.values;
    throw new RefusalError('input.invalid', { fields: checked.flaws });
  }

  /** For the store. */
  close(values: JsonObject): JsonObject {
    const { id } = this.#plugin.definition;
    return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, this.#secrets.has(name) ? this.#seal.close(id, name, String(value)) : value]));
  }

  /** For the plugin: what was stored, and defaults for what has come since. */
  async use(stored: JsonObject): Promise<JsonObject> {
    const opened = this.#open(stored);
    const checked = await this.#plugin.check(opened);
    return 'values' in checked ? checked.values : opened;
  }

  #open(stored: JsonObject): JsonObject {
    return Object.fromEntries(Object.entries(stored).flatMap(([name, value]) => {
      const clear = this.#secrets.has(name) ? this.#seal.open(this.#plugin.definition.id, name, value) : value;
      return clear === null ? [] : [[name, clear]];
    }));
  }

  /** Without asking the plugin. */
  #known(stored: JsonObject): JsonObject {
    return { ...this.#plugin.defaults, ...this.#open(stored) };
  }

  /** For the form. */
  show(stored: JsonObject): { readonly config: JsonObject; readonly kept: readonly string[] } {
    const known = this.#known(stored);
    const values = this.#plugin.fields.flatMap(({ name }) => (Object.hasOwn(known, name) ? [[name, known[name]] as const] : []));
    return {
      config: Object.fromEntries(values.filter(([name]) => !this.#secrets.has(name))),
      kept: values.flatMap(([name, value]) => (this.#secrets.has(name) && value !== '' ? [name] : [])),
    };
  }
}
