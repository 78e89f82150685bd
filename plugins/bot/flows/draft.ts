import { z } from 'parlor/plugin';
import { checkFlow, type Flow } from '../engine/flow/schema.ts';

/** Kinds of nodes, in the order of the designer's palette. */
export const KINDS = ['message', 'question', 'condition', 'api', 'faq', 'flow', 'handoff', 'end'] as const satisfies readonly Flow['nodes'][number]['is'][];

/** UTF-8 bytes of a draft's JSON: it goes through a door, in both directions, that takes 64 KiB with all that is around it. */
export const MOST_DRAFT = 40_000;
const MOST_NODES = 500;
const MOST_PHRASES = 100;

const id = z.string().regex(/^[\w-]{1,64}$/).refine((value) => !(value in Object.prototype), { message: 'is reserved' });
const coordinate = z.number().min(-100_000).max(100_000);

/** Where each node is drawn, in pixels of the canvas. */
const places = z.array(z.tuple([id, coordinate, coordinate])).max(MOST_NODES);
/** How it begins in a chat: with words like these, or at once in place of the greeting. */
const start = z.strictObject({ phrases: z.array(z.string().trim().min(1).max(200)).max(MOST_PHRASES), whenBegun: z.boolean() });

/** A flow while it is drawn: enough of a form to be drawn again. What is wrong with the rest is found, not refused: nobody loses their work. */
export const draft = z.strictObject({
  flow: z.looseObject({ start: z.string().max(64), nodes: z.array(z.looseObject({ id, is: z.enum(KINDS) })).max(MOST_NODES) }),
  places,
  start,
});

export type Draft = Readonly<z.output<typeof draft>>;
export type Start = Draft['start'];

/** What is wrong with a draft. `error`: it cannot be published. */
export interface Finding {
  readonly code: string;
  /** Empty: the flow itself. */
  readonly node: string;
  readonly severity: 'error' | 'warning';
  /** What is named: a node, a slot, a flow; of `field.wrong` the field. */
  readonly name?: string;
}

const MOST_FINDINGS = 40;

export const limited = (findings: readonly Finding[]): readonly Finding[] => findings.toSorted((a, b) => Number(b.severity === 'error') - Number(a.severity === 'error')).slice(0, MOST_FINDINGS);

/** The flow of a draft under an id and a version, or what is malformed. */
export function flowOf({ flow: json }: Draft, flow: string, version: number): { readonly flow: Flow; readonly findings?: never } | { readonly findings: readonly Finding[]; readonly flow?: never } {
  const { errors, flow: checked } = checkFlow({ ...json, id: flow, version });
  if (checked !== undefined) return { flow: checked };
  return { findings: errors.map(({ code, path }) => findingAt(json.nodes, code, path)) };
}

/** `nodes.3.choices.0.label` is the field `choices` of the fourth node. */
function findingAt(nodes: Draft['flow']['nodes'], code: string, path: string): Finding {
  const [list = '', index = '', field = ''] = path.split('.');
  const found = code === 'flow.malformed' ? 'field.wrong' : code;
  return list === 'nodes' ? { code: found, node: nodes[Number(index)]?.id ?? '', severity: 'error', name: field } : { code: found, node: '', severity: 'error', name: list };
}

export const sizeOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));
