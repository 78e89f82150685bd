/** Flows as the plugin `bot` of the same release keeps and checks them. */

export type Scalar = string | number | boolean;
type Target = string | null;

export interface Choice {
  readonly value: string;
  readonly label: string;
  readonly synonyms: readonly string[];
}

interface Compared {
  readonly filled: object;
  readonly empty: object;
  readonly equal: { readonly value: Scalar };
  readonly unequal: { readonly value: Scalar };
  readonly contains: { readonly value: Scalar };
  readonly above: { readonly value: number };
  readonly below: { readonly value: number };
  readonly matching: { readonly value: string };
}

export type Check = { readonly [Is in keyof Compared]: { readonly slot: string; readonly is: Is } & Compared[Is] }[keyof Compared];

export interface Case {
  readonly match: 'all' | 'any';
  readonly when: readonly Check[];
  readonly next: Target;
}

export interface Validation {
  readonly pattern?: string | undefined;
  readonly least?: number | undefined;
  readonly most?: number | undefined;
  readonly minLength?: number | undefined;
  readonly maxLength?: number | undefined;
}

export const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD'] as const;

export interface Named {
  readonly name: string;
  readonly value: string;
}

interface Kinds {
  readonly message: { readonly text: string; readonly next: Target };
  readonly question: {
    readonly slot: string; readonly type: string; readonly text: string; readonly choices: readonly Choice[]; readonly validate: Validation; readonly invalid: string;
    readonly maxAsks: number; readonly onFail: Target; readonly fresh: boolean; readonly next: Target;
  };
  readonly condition: { readonly cases: readonly Case[]; readonly otherwise: Target };
  readonly api: {
    readonly connection: string; readonly method: (typeof METHODS)[number]; readonly url: string; readonly args: readonly Named[]; readonly headers: readonly Named[]; readonly body: string;
    readonly save: readonly { readonly slot: string; readonly path: string }[];
    readonly timeoutMs: number; readonly next: Target; readonly onError: Target;
  };
  readonly faq: { readonly next: Target; readonly otherwise: Target };
  readonly flow: { readonly flow: { readonly id: string; readonly version: number }; readonly next: Target };
  readonly handoff: { readonly summary: string; readonly slots: readonly string[]; readonly transcript: boolean; readonly department: string | null };
  readonly end: { readonly text: string; readonly solved: boolean };
}

export type Kind = keyof Kinds;
export type NodeOf<K extends Kind> = { readonly [Each in K]: { readonly is: Each; readonly id: string } & Kinds[Each] }[K];
export type FlowNode = NodeOf<Kind>;

/** In the order of the palette. */
export const KINDS = ['message', 'question', 'condition', 'faq', 'flow', 'api', 'handoff', 'end'] as const satisfies readonly Kind[];
/** What a question may ask for. */
export const TYPES = ['text', 'choice', 'yes-no', 'number', 'email', 'phone', '@TIME', '@PER', '@LOC', '@ORG'] as const;
export const CHECKS = ['filled', 'empty', 'equal', 'unequal', 'contains', 'above', 'below', 'matching'] as const satisfies readonly Check['is'][];
export const FLOW_TEXTS = ['askAgain', 'goOn', 'cancelled', 'nudge', 'handoff'] as const;

export interface FlowJson {
  readonly language: 'en' | 'zh';
  readonly start: string;
  readonly nodes: readonly FlowNode[];
  readonly faq: boolean;
  readonly human: boolean;
  readonly texts: { readonly [Name in (typeof FLOW_TEXTS)[number]]?: string | undefined };
  /** What this designer does not edit is kept as it is. */
  readonly [other: string]: unknown;
}

export interface Start {
  readonly phrases: readonly string[];
  readonly whenBegun: boolean;
}

export type Place = readonly [id: string, x: number, y: number];

/** What is drawn. */
export interface Draft {
  readonly flow: FlowJson;
  readonly places: readonly Place[];
  readonly start: Start;
}

/** A kind of node, before anybody has said what it does. */
export function blank(is: Kind, id: string): FlowNode {
  switch (is) {
    case 'message': return { is, id, text: '', next: null };
    case 'question': return { is, id, slot: '', type: 'text', text: '', choices: [], validate: {}, invalid: '', maxAsks: 3, onFail: null, fresh: false, next: null };
    case 'condition': return { is, id, cases: [{ match: 'all', when: [{ slot: '', is: 'filled' }], next: null }], otherwise: null };
    case 'api': return { is, id, connection: '', method: 'GET', url: '', args: [], headers: [], body: '', save: [], timeoutMs: 10_000, next: null, onError: null };
    case 'faq': return { is, id, next: null, otherwise: null };
    case 'flow': return { is, id, flow: { id: '', version: 1 }, next: null };
    case 'handoff': return { is, id, summary: '', slots: [], transcript: true, department: null };
    case 'end': return { is, id, text: '', solved: false };
  }
}

/** A draft as the plugin keeps it: it may have been written by somebody who left defaults out. */
export function readDraft({ flow, places, start }: Draft): Draft {
  const nodes = flow.nodes.map((node) => Object.assign(blank(node.is, node.id), node));
  return { flow: { ...flow, language: flow.language ?? 'en', faq: flow.faq ?? true, human: flow.human ?? true, texts: flow.texts ?? {}, nodes }, places, start };
}

/** What the plugin takes. */
export const MOST = { name: 80, text: 4_000, url: 2_000, phrase: 200, phrases: 100, choices: 50, label: 200, cases: 50, checks: 20, slot: 64, asks: 10 } as const;
/** Buttons in a chat. */
export const MOST_BUTTONS = 10;
