import { z } from 'zod';
import type { JsonObject } from '#store/json.ts';
import type { PluginField } from '#wire/api.ts';
import { checkDefinition } from '../define.ts';
import type { Checked, Plugin } from '../define.ts';
import { permissions } from '../permissions.ts';
import type { Permission } from '../permissions.ts';
import { putTogether } from './bridge.ts';
import type { Description, Isolate } from './isolate.ts';

const MAX_FIELDS = 50;
const MAX_NAMED = 50;
/** UTF-16 units of JSON of all values together. */
const MAX_VALUES = 256 << 10;

/** How long it may look at values, ms. */
const CHECK_BUDGET_MS = 10_000;

const run = z.custom<() => unknown>((value) => typeof value === 'function', 'a function');
const localText = (max: number) => z.strictObject({ en: z.string().min(1).max(max), 'zh-CN': z.string().min(1).max(max) });
const title = localText(100);
const text = localText(500);
const name = z.string().regex(/^[A-Za-z][\w-]{0,62}$/);
const version = z.string().max(20);
const whole = z.number().int();

const named = <T extends z.ZodType>(value: T) => z.record(z.string().max(63), value).refine((all) => Object.keys(all).length <= MAX_NAMED, `${MAX_NAMED} at most`);

const kind = z.enum(['text', 'long-text', 'number', 'switch', 'choice', 'list', 'secret', 'department', 'address']);
const line = {
  name, title, hint: text.nullable(),
  required: z.boolean(),
  options: z.array(z.strictObject({ value: z.string().max(200), title })).max(200),
  min: z.number().nullable(), max: z.number().nullable(),
  leadsTo: z.strictObject({ title, path: z.string().max(200).regex(/^\/plugins(?:\/[\w:-]+)+$/) }).optional(),
  random: z.literal(true).optional(),
};
const plain = z.strictObject({ ...line, kind, fields: z.array(z.never()).max(0) });
const fieldsOf = <T extends z.ZodType<PluginField>>(each: T) => z.array(each).max(MAX_FIELDS).refine((all) => new Set(all.map(({ name: its }) => its)).size === all.length, 'a name twice');
const records = z.strictObject({ ...line, kind: z.literal('records'), fields: fieldsOf(plain).refine(([first]) => first?.kind === 'text' && first.required, 'nothing that a record is known by') });
const field = z.union([plain, records]) satisfies z.ZodType<PluginField>;

const messageKinds = z.array(z.enum(['text', 'quick-replies', 'image', 'file', 'voice'])).max(10);
const route = z.strictObject({ method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']), path: z.string().max(500), maxBody: whole.min(1).optional(), handle: run });
const channel = z.strictObject({ icon: name, title, kinds: z.strictObject({ in: messageKinds, out: messageKinds }), send: run, typing: run.optional(), reach: run.optional() });

/** What a plugin may be made of. A part that this version does not know is refused, and not left out. */
const described = z.strictObject({
  definition: z.strictObject({
    id: z.string().max(63), version, title, description: text, icon: z.string().max(63).optional(),
    permissions: z.array(z.enum(Object.keys(permissions) as [Permission, ...Permission[]])).max(50),
    hosts: z.array(z.string().max(253)).max(100).optional(),
    filters: z.strictObject({ 'message.posting': z.strictObject({ order: z.number().optional(), run }).optional() }).optional(),
    on: z.record(z.string().max(63), run).optional(),
    takes: run.optional(),
    jobs: named(z.strictObject({
      title, run, budgetMs: whole.min(1).max(86_400_000).optional(),
      schedule: z.union([z.strictObject({ seconds: z.number() }), z.strictObject({ cron: z.string().max(100), timeZone: z.string().max(100).optional() })]),
    })).optional(),
    loops: named(z.strictObject({ title, run })).optional(),
    workers: named(z.strictObject({ title, run, parallel: whole.optional(), firstRetryMs: whole.optional(), giveUpAfterMs: whole.optional(), gathers: z.boolean().optional(), gaveUp: run.optional() })).optional(),
    routes: named(route).optional(),
    channel: channel.optional(),
    bots: z.strictObject({ answer: run }).optional(),
    slots: named(z.strictObject({
      // A component would be code of the house.
      kind: z.enum(['blocks', 'choices', 'frame']), place: z.string().max(63), title, icon: z.string().max(63).optional(), atLeast: z.string().max(63).optional(), render: run, act: run.optional(), actSeconds: whole.optional(),
    })).optional(),
    migrations: z.record(version, run).optional(),
    install: run.optional(), configure: run.optional(), activate: run.optional(), deactivate: run.optional(), uninstall: run.optional(),
  }),
  fields: fieldsOf(field),
  defaults: z.record(z.string(), z.unknown()),
  check: run,
});

const checked = z.union([z.strictObject({ values: z.record(z.string(), z.unknown()) }), z.strictObject({ flaws: z.record(z.string().max(200), z.string().max(200)) })]);

/** Steps that come before a plugin is ready, or after. */
const BEGINNINGS: ReadonlySet<string> = new Set(['install', 'configure', 'activate', 'deactivate', 'uninstall', 'migrations']);

/** A plugin whose functions are calls into its process. Throws a TypeError for a description that no good plugin has. */
export function pluginOf(description: Description, isolate: Isolate): Plugin {
  const whole = putTogether(structuredClone(description), ([part = '', step = ''], fn) => {
    if (part === 'check') return (...args: readonly unknown[]) => isolate.callAnyway(fn, args, CHECK_BUDGET_MS);
    if (BEGINNINGS.has(step)) return (...args: readonly unknown[]) => isolate.callAnyway(fn, args);
    if (step === 'filters') return (...args: readonly unknown[]) => isolate.callFilter(fn, args);
    return async (...args: readonly unknown[]) => isolate.callNow(fn, args);
  });
  const parsed = described.safeParse(whole);
  if (!parsed.success) throw new TypeError(parsed.error.issues.slice(0, 5).map(({ message, path }) => `${path.join('.')}: ${message}`).join('; '));
  const plugin = parsed.data as unknown as Plugin; // its functions are what the process makes of its own
  checkDefinition(plugin.definition);
  const fit = (values: JsonObject): JsonObject => valuesOf(plugin.fields, values);
  return {
    ...plugin, isolate,
    defaults: fit(plugin.defaults),
    check: async (values) => {
      const answer: Checked = checked.parse(await plugin.check(values));
      return 'values' in answer ? { values: fit(answer.values) } : answer;
    },
  };
}

/** As its own form has them: the console draws them, and the store keeps them. Throws a TypeError for others. */
function valuesOf(fields: readonly PluginField[], values: JsonObject): JsonObject {
  const known = new Map(fields.map((field) => [field.name, field]));
  for (const [name, value] of Object.entries(values)) {
    const its = known.get(name);
    if (its === undefined || !isOf(its, value)) throw new TypeError(`the value of ${name.slice(0, 100)} is not what its field is for`);
  }
  if (JSON.stringify(values).length > MAX_VALUES) throw new TypeError('the values are too large');
  return values;
}

function isOf({ fields, kind: its }: PluginField, value: unknown): boolean {
  switch (its) {
    case 'number': return typeof value === 'number';
    case 'switch': return typeof value === 'boolean';
    case 'list': return Array.isArray(value) && value.every((each) => typeof each === 'string');
    case 'records': return Array.isArray(value) && value.every((each) => isRecordOf(fields, each));
    case 'address': case 'choice': case 'department': case 'long-text': case 'secret': case 'text': return typeof value === 'string';
  }
}

const isRecordOf = (fields: readonly PluginField[], value: unknown): boolean =>
  typeof value === 'object' && value !== null && Object.entries(value).every(([its, inner]) => fields.some((each) => each.name === its && isOf(each, inner)));
