import { z } from 'zod';
import { compilePattern, isPatternError } from '../dictionary/pattern.ts';

/** A flow is drawn by people; nobody draws more. */
const MOST_NODES = 500;
const MOST_TEXT = 4_000;
const MOST_JSON = 1_000_000;
const HOUR_MS = 3_600_000;

/** What every object has by its nature would be found where nothing was said. */
const name = z.string().regex(/^[\p{L}_][\p{L}\p{N}_-]{0,63}$/u).refine((value) => !(value in Object.prototype), { message: 'is reserved' });
const node = z.string().regex(/^[\w-]{1,64}$/);
const target = node.nullable();
const text = z.string().max(MOST_TEXT);
const scalar = z.union([z.string().max(500), z.number(), z.boolean()]);
const pattern = z.string().superRefine((source, context) => {
  const compiled = compilePattern(source, { whole: true });
  if (isPatternError(compiled)) context.addIssue({ code: 'custom', message: `${compiled.code} at ${compiled.at}` });
});

const reference = z.strictObject({ id: z.string().min(1).max(64), version: z.int().min(1) });

const choice = z.strictObject({ value: z.string().min(1).max(100), label: z.string().min(1).max(200), synonyms: z.array(z.string().min(1).max(100)).max(50).default([]) });

const check = z.discriminatedUnion('is', [
  z.strictObject({ slot: name, is: z.enum(['filled', 'empty']) }),
  z.strictObject({ slot: name, is: z.enum(['equal', 'unequal', 'contains']), value: scalar }),
  z.strictObject({ slot: name, is: z.enum(['above', 'below']), value: z.number() }),
  z.strictObject({ slot: name, is: z.literal('matching'), value: pattern }),
]);

const question = z.strictObject({
  is: z.literal('question'),
  id: node,
  slot: name,
  /** text, number, yes-no, choice, email, phone, or a dictionary: `@TIME`, `city`. */
  type: z.string().min(1).max(64),
  text,
  choices: z.array(choice).max(50).default([]),
  validate: z.strictObject({ pattern: pattern.optional(), least: z.number().optional(), most: z.number().optional(), minLength: z.int().min(0).optional(), maxLength: z.int().min(1).optional() }).default({}),
  /** What is said where an answer is not valid. Empty: the flow's own words. */
  invalid: text.default(''),
  maxAsks: z.int().min(1).max(10).default(3),
  /** Where it goes on after that many; null: to a person. */
  onFail: target.default(null),
  /** Asked each time it is reached, also where the slot is known. */
  fresh: z.boolean().default(false),
  next: target,
});

const flowNode = z.discriminatedUnion('is', [
  z.strictObject({ is: z.literal('message'), id: node, text, next: target }),
  question,
  z.strictObject({ is: z.literal('condition'), id: node, cases: z.array(z.strictObject({ match: z.enum(['all', 'any']).default('all'), when: z.array(check).min(1).max(20), next: target })).min(1).max(50), otherwise: target }),
  z.strictObject({
    is: z.literal('api'),
    id: node,
    /** What an administrator has set up under this name knows the server, and its secret; empty: the address names the server. */
    connection: z.string().max(64).default(''),
    method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD']).default('GET'),
    /** With a connection what comes behind its own: `/orders/{{order}}`. */
    url: z.string().max(2_000).default(''),
    /** Behind the `?`. */
    args: z.array(z.strictObject({ name: z.string().min(1).max(100), value: text })).max(50).default([]),
    headers: z.array(z.strictObject({ name: z.string().regex(/^[\w!#$%&'*+.^`|~-]{1,100}$/), value: z.string().max(1_000) })).max(20).default([]),
    /** JSON in whose texts slots may stand. */
    body: text.default(''),
    /** Where in the answer a slot's value is: `order.items.0.state`. */
    save: z.array(z.strictObject({ slot: name, path: z.string().min(1).max(200) })).max(50).default([]),
    timeoutMs: z.int().min(100).max(60_000).default(10_000),
    next: target,
    onError: target,
  }),
  /** Searches what was said last among the questions and answers. */
  z.strictObject({ is: z.literal('faq'), id: node, next: target, otherwise: target }),
  z.strictObject({ is: z.literal('flow'), id: node, flow: reference, next: target }),
  /** `slots`: those that colleagues read of; none: all. */
  z.strictObject({ is: z.literal('handoff'), id: node, summary: text, slots: z.array(name).max(100).default([]), transcript: z.boolean().default(true), department: z.string().max(64).nullable().default(null) }),
  /** `solved`: with it the visitor has what they came for, where it is the end of all. */
  z.strictObject({ is: z.literal('end'), id: node, text: text.default(''), solved: z.boolean().default(false) }),
]);

const words = z.array(z.string().min(1).max(100)).max(50).default([]);
const texts = z.strictObject({ askAgain: text, goOn: text, cancelled: text, nudge: text, handoff: text }).partial();

const flow = z.strictObject({
  ...reference.shape,
  language: z.enum(['en', 'zh']),
  start: node,
  nodes: z.array(flowNode).min(1).max(MOST_NODES),
  /** Where a confident intent leads to, also in the middle of something else. */
  intents: z.array(z.strictObject({ intent: z.string().min(1).max(100), node })).max(200).default([]),
  confidence: z.number().min(0).max(1).default(0.6),
  /** Whether what no question takes is searched among the questions and answers. */
  faq: z.boolean().default(true),
  /** Whether people reach a person by asking for one. */
  human: z.boolean().default(true),
  /** Own words beside those that every flow knows. */
  commands: z.strictObject({ human: words, cancel: words, back: words }).prefault({}),
  texts: texts.default({}),
  /** Of silence since the last message, ms; null: never. */
  timeouts: z.strictObject({
    nudgeMs: z.int().min(1_000).nullable().default(2 * 60_000),
    parkMs: z.int().min(1_000).nullable().default(10 * 60_000),
    endMs: z.int().min(1_000).nullable().default(24 * HOUR_MS),
  }).prefault({}),
});

export type FlowRef = Readonly<z.output<typeof reference>>;
export type Flow = Readonly<z.output<typeof flow>>;
export type FlowNode = Flow['nodes'][number];
export type NodeOf<Kind extends FlowNode['is']> = Extract<FlowNode, { is: Kind }>;
export type Check = NodeOf<'condition'>['cases'][number]['when'][number];
export type FlowText = keyof Flow['texts'];

export interface FlowError {
  readonly code: 'flow.too-large' | 'flow.malformed' | 'flow.duplicate-node' | 'flow.no-choices';
  /** Where in the JSON: `nodes.3.text`. */
  readonly path: string;
  readonly message: string;
}

/** A flow with its defaults, or what is wrong with it. Whether it makes sense is the lint's matter. */
export function checkFlow(json: unknown): { readonly flow: Flow; readonly errors?: never } | { readonly errors: readonly FlowError[]; readonly flow?: never } {
  if (sizeOf(json) > MOST_JSON) return { errors: [{ code: 'flow.too-large', path: '', message: `is larger than ${MOST_JSON} characters` }] };
  const { data, error } = flow.safeParse(json);
  if (error !== undefined) return { errors: error.issues.slice(0, 50).map(({ path, message }) => ({ code: 'flow.malformed', path: path.join('.'), message })) };
  const errors: FlowError[] = [];
  const ids = new Set<string>();
  for (const [index, each] of data.nodes.entries()) {
    if (ids.has(each.id)) errors.push({ code: 'flow.duplicate-node', path: `nodes.${index}.id`, message: `${each.id} is there already` });
    ids.add(each.id);
    if (each.is === 'question' && each.type === 'choice' && each.choices.length === 0) errors.push({ code: 'flow.no-choices', path: `nodes.${index}.choices`, message: 'is empty' });
  }
  return errors.length > 0 ? { errors } : { flow: data };
}

/** Infinite for what is no JSON: something in it contains itself, or it is too deep. */
function sizeOf(json: unknown): number {
  try {
    return JSON.stringify(json)?.length ?? 0;
  } catch {
    return Infinity;
  }
}
