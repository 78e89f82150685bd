import { RefusalError } from '#domain/errors.ts';
import type { JsonObject } from '#store/json.ts';
import type { Plugin } from './define.ts';
import type { Seal } from './sealing.ts';
import { keepSecrets, mapSecrets, twinsIn } from './secret-values.ts';

/** The values of a plugin's settings form: as it uses them, as they are stored, and as an administrator sees them. */
export class Settings {
  readonly #plugin: Plugin;
  readonly #seal: Seal;
  /** Nodes look every few seconds: what has not changed is no question to a plugin that may be away for a moment. */
  #used: { readonly text: string; readonly values: JsonObject } | undefined;

  constructor(plugin: Plugin, seal: Seal) {
    this.#plugin = plugin;
    this.#seal = seal;
  }

  /** True where nothing is missing in what was stored; nothing at all may be enough. */
  async isComplete(stored: JsonObject): Promise<boolean> {
    return 'values' in (await this.#plugin.check(this.#open(stored)));
  }

  /** What comes from a form, completed; secrets that it leaves out are the stored ones. Refuses with `input.invalid`. */
  async read(input: JsonObject, stored: JsonObject): Promise<JsonObject> {
    const { fields } = this.#plugin;
    const twins = twinsIn(fields, input);
    if (twins.length > 0) throw new RefusalError('input.invalid', { fields: Object.fromEntries(twins.map((place) => [place, 'not_unique'])) });
    const checked = await this.#plugin.check(keepSecrets(fields, input, this.#known(stored)));
    if ('values' in checked) return checked.values;
    throw new RefusalError('input.invalid', { fields: checked.flaws });
  }

  /** For the store. */
  close(values: JsonObject): JsonObject {
    const { definition: { id }, fields } = this.#plugin;
    return mapSecrets(fields, values, (place, value) => this.#seal.close(id, place, String(value)));
  }

  /** For the plugin: what was stored, and defaults for what has come since. */
  async use(stored: JsonObject): Promise<JsonObject> {
    const text = JSON.stringify(stored);
    if (this.#used?.text === text) return this.#used.values;
    const opened = this.#open(stored);
    const checked = await this.#plugin.check(opened);
    const values = 'values' in checked ? checked.values : { ...opened, ...this.#former(stored) };
    this.#used = { text, values };
    return values;
  }

  #open(stored: JsonObject): JsonObject {
    const { definition: { id }, fields } = this.#plugin;
    return mapSecrets(fields, stored, (place, value) => this.#seal.open(id, place, value));
  }

  /** What another version of it kept as a secret beside its records: only a seal for that place opens there. */
  #former(stored: JsonObject): JsonObject {
    const { id } = this.#plugin.definition;
    return Object.fromEntries(Object.entries(stored).flatMap(([name, value]) => {
      const opened = this.#seal.open(id, name, value);
      return opened === null ? [] : [[name, opened]];
    }));
  }

  /** Without asking the plugin. */
  #known(stored: JsonObject): JsonObject {
    return { ...this.#plugin.defaults, ...this.#open(stored) };
  }

  /** For the form. */
  show(stored: JsonObject): { readonly config: JsonObject; readonly kept: readonly string[] } {
    const { fields } = this.#plugin;
    const known = this.#known(stored);
    const kept: string[] = [];
    const values = Object.fromEntries(fields.flatMap(({ name }) => (Object.hasOwn(known, name) ? [[name, known[name]] as const] : [])));
    const config = mapSecrets(fields, values, (place, value) => {
      if (value !== '') kept.push(place);
      return null;
    });
    return { config, kept };
  }
}
