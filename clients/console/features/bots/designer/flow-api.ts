import { valuesOf } from '../bots-api.ts';
import type { SlotComponentProps } from '../../slots/components.ts';
import type { Draft, FlowNode, Place, Scalar } from './flow.ts';

/** As the plugin `bot` of the same release answers. */

export interface FlowRow {
  readonly id: string;
  readonly name: string;
  /** The version that chats begin with. */
  readonly live: number | null;
  /** Off: none does for now. */
  readonly enabled: boolean;
  /** How many. */
  readonly nodes: number;
  readonly published: Version | null;
}

export interface Version {
  readonly version: number;
  /** Ms since the epoch. */
  readonly publishedAt: number;
  readonly by: string;
}

export interface Finding {
  readonly code: string;
  /** Empty: the flow itself. */
  readonly node: string;
  readonly severity: 'error' | 'warning';
  readonly name?: string;
}

export interface Test {
  readonly id: string;
  readonly name: string;
  readonly at: string | null;
  /** How many. */
  readonly lines: number;
}

export interface OpenFlow {
  readonly id: string;
  readonly name: string;
  readonly draft: Draft;
  readonly revision: number;
  readonly versions: readonly Version[];
  readonly live: number | null;
  readonly enabled: boolean;
  readonly findings: readonly Finding[];
  readonly tests: readonly Test[];
  /** What questions may ask for. */
  readonly types: readonly string[];
  readonly connections: readonly Connection[];
}

/** Another system, as an administrator has set it up. */
export interface Connection {
  readonly name: string;
  readonly address: string;
}

/** What a call came to. */
export interface Called {
  readonly ok: boolean;
  readonly why: string;
  /** Null: none came. */
  readonly answer: { readonly status: number; readonly body: string } | null;
  /** Ms. */
  readonly took: number;
  readonly saved: readonly { readonly slot: string; readonly value: Scalar | null }[];
}

export interface Diff {
  readonly added: readonly string[];
  readonly removed: readonly { readonly node: FlowNode; readonly place: Place | null }[];
  readonly changed: readonly { readonly id: string; readonly fields: readonly string[] }[];
  readonly settings: readonly string[];
}

/** A test that goes differently than it went. */
export interface BrokenTest {
  readonly id: string;
  readonly name: string;
  readonly turn: number;
  readonly expected: string;
  readonly actual: string;
}

/** What the visitor says, or what another system answered. */
export type Line = { readonly say: string; readonly api?: never } | { readonly api: object; readonly say?: never };

export interface Scene {
  readonly at: string | null;
  readonly slots: readonly { readonly name: string; readonly value: Scalar }[];
  readonly lines: readonly Line[];
  /** Ms since the epoch. */
  readonly startedAt: number;
}

export interface Step {
  readonly node: string;
  readonly edge: string;
  readonly why: string;
}

export interface Turn {
  readonly says: readonly { readonly text: string; readonly choices: readonly string[] }[];
  readonly trace: readonly Step[];
  readonly did: readonly { readonly is: string; readonly reason?: string; readonly solved?: boolean; readonly summary?: string }[];
}

export interface Rehearsal {
  readonly turns: readonly Turn[];
  /** What other systems answered just now. */
  readonly fresh: readonly Line[];
  /** Earlier turns that are not told. */
  readonly left: number;
  readonly slots: Readonly<Record<string, Scalar>>;
  readonly status: string;
  readonly node: string | null;
}

/** The plugin did not do it, and says why. */
export interface Refused {
  readonly refused: string;
  readonly most?: number;
  readonly revision?: number;
  readonly findings?: readonly Finding[];
  readonly tests?: readonly BrokenTest[];
}

export const isRefused = (answer: object | number | boolean): answer is Refused => typeof answer === 'object' && 'refused' in answer;

/** As somebody has written it: a number is one. */
export const asScalar = (text: string): Scalar => (text === 'true' ? true : text === 'false' ? false : text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text);

/** What is asked about is there no more. */
export class GoneError extends Error {
  override readonly name = 'GoneError';
}

export type FlowsApi = ReturnType<typeof flowsApi>;

/** What the designer may ask of the plugin. Rejects with an ApiError, or a {@link GoneError}. */
export function flowsApi(ask: SlotComponentProps['ask'], bot: string) {
  const call = async <T>(action: string, given: object = {}): Promise<T> => {
    const { data } = await ask(action, valuesOf({ bot, ...given }));
    if (data === null || data === undefined) throw new GoneError(action);
    if (typeof data === 'object' && 'wrong' in data) throw new Error(`${action} was refused: ${String(data.wrong)}`);
    return data as T;
  };
  return {
    list: () => call<readonly FlowRow[]>('flow.list'),
    make: (name: string, draft: Draft) => call<{ readonly id: string } | Refused>('flow.make', { name, draft }),
    get: (flow: string) => call<OpenFlow>('flow.get', { flow }),
    rename: (flow: string, name: string) => call<true>('flow.rename', { flow, name }),
    remove: (flow: string) => call<true>('flow.remove', { flow }),
    save: (flow: string, draft: Draft, revision: number) => call<{ readonly revision: number; readonly findings: readonly Finding[] } | Refused>('flow.save', { flow, draft, revision }),
    publish: (flow: string) => call<{ readonly version: number } | Refused>('flow.publish', { flow }),
    live: (flow: string, version: number | null) => call<true>('flow.live', { flow, version }),
    switch: (flow: string, enabled: boolean) => call<true>('flow.switch', { flow, enabled }),
    version: (flow: string, version: number) => call<Draft>('flow.version', { flow, version }),
    diff: (flow: string, from: number, to: number | 'draft') => call<Diff>('flow.diff', { flow, from, to }),
    try: (flow: string, scene: Scene) => call<Rehearsal | Refused>('flow.try', { flow, scene }),
    call: (flow: string, node: string, slots: Scene['slots']) => call<Called | Refused>('flow.call', { flow, node, slots }),
    keep: (flow: string, name: string, scene: Scene) => call<{ readonly id: string } | Refused>('flow.keep', { flow, name, scene }),
    accept: (flow: string, test: string) => call<object>('flow.accept', { flow, test }),
    drop: (flow: string, test: string) => call<true>('flow.drop', { flow, test }),
  };
}
