import type { Flow } from '../engine/flow/schema.ts';
import { isAddress } from '../engine/flow/request.ts';
import { lintFlow } from '../engine/flow/lint.ts';
import type { Brain } from '../brain.ts';
import type { Own } from '../own.ts';
import { isConnected } from './call.ts';
import { flowOf, limited, type Draft, type Finding } from './draft.ts';
import { entered } from './published.ts';

export interface Checked {
  /** Undefined where something is malformed. */
  readonly flow: Flow | undefined;
  readonly findings: readonly Finding[];
}

/** Looks at a draft as it would be published. */
export async function check(ctx: Pick<Own, 'config' | 'data'>, { flows: published, hearing }: Pick<Brain, 'flows' | 'hearing'>, draft: Draft, id: string, version: number): Promise<Checked> {
  const { findings, flow } = flowOf(draft, id, version);
  if (flow === undefined) return { flow, findings: limited(findings) };
  await published.fetch(ctx, entered(flow));
  const begins = draft.start.phrases.length > 0 || draft.start.whenBegun;
  return { flow, findings: limited([...lintFlow(flow, published.of), ...flow.nodes.flatMap((node) => ownFindings(node, hearing.types, ctx.config)), ...(begins ? [] : [{ code: 'start.none', node: '', severity: 'warning' } as const])]) };
}

/** What the engine takes and this house cannot do. */
function ownFindings(node: Flow['nodes'][number], types: ReadonlySet<string>, config: Own['config']): readonly Finding[] {
  // It may be allowed any time; until then it goes along the edge of errors.
  if (node.is === 'api' && isAddress(node.url, node.connection) && !isConnected(config, node)) return [{ code: node.connection === '' ? 'api.not-allowed' : 'api.no-connection', node: node.id, severity: 'warning', name: node.connection }];
  if (node.is === 'question' && !types.has(node.type)) return [{ code: 'type.unknown', node: node.id, severity: 'error', name: node.type }];
  return [];
}
