import type { Finding, OpenFlow } from './flow-api.ts';
import type { Case, FlowNode } from './flow.ts';
import type { Port } from './ports.ts';
import type { DesignerTexts } from './texts/en.ts';

/** A finding as a sentence. */
export function sentenceOf({ code, name = '' }: Finding, { findings }: DesignerTexts): string {
  if (code === 'field.wrong') return has(findings.fields, name) ? findings.fields[name] : findings['flow.malformed'];
  if (code === 'slot.unknown') return name === '' ? findings['slot.missing'] : findings['slot.unknown'](name);
  if (code === 'type.unknown') return findings['type.unknown'](name);
  const text = has(findings, code) ? findings[code] : undefined;
  return typeof text === 'string' ? text : findings['flow.malformed'];
}

/** Whether chats begin with it. */
export const standingOf = ({ enabled, live }: Pick<OpenFlow, 'enabled' | 'live'>, { list }: DesignerTexts): string => (live === null ? list.off : enabled ? list.live(live) : list.switchedOff);

const has = <T extends object>(texts: T, key: string): key is Extract<keyof T, string> => Object.hasOwn(texts, key);

/** What a way out is called on its node. */
export function portLabel(node: FlowNode, { id }: Port, { form, ports }: DesignerTexts): string {
  if (id === 'next') return node.is === 'question' ? ports.answered : node.is === 'faq' ? ports.found : node.is === 'flow' ? ports.back : node.is === 'api' ? ports.succeeded : ports.next;
  if (id === 'onFail') return ports.onFail(node.is === 'question' ? node.maxAsks : 1);
  if (id === 'onError') return ports.onError;
  if (id === 'otherwise') return node.is === 'faq' ? ports.notFound : ports.otherwise;
  return node.is === 'condition' ? caseLabel(node.cases[Number(id.slice('case '.length)) - 1], form.yes) : id;
}

/** The first condition of a case, in few signs. */
export function caseLabel(of: Case | undefined, yes: string): string {
  const [first, ...others] = of?.when ?? [];
  if (first === undefined) return '';
  const value = 'value' in first ? (first.value === true ? yes : String(first.value)) : '';
  return `${first.slot === '' ? '?' : first.slot} ${SIGNS[first.is]}${value === '' ? '' : ` ${value}`}${others.length > 0 ? ` +${others.length}` : ''}`;
}

const SIGNS = { filled: '✓', empty: '∅', equal: '=', unequal: '≠', contains: '∋', above: '>', below: '<', matching: '~' } as const;

/** A node by its kind and the beginning of what it does. */
export const labelOfNode = (node: FlowNode, nameOfFlow: (id: string) => string, words: DesignerTexts): string => words.node.label(words.kinds[node.is], excerptOf(node, nameOfFlow, words).split('\n', 1)[0]?.slice(0, 60) || node.id);

/** What a node says, asks or does, in a line or two; empty where nobody has set it. */
export function excerptOf(node: FlowNode, nameOfFlow: (id: string) => string, words: DesignerTexts): string {
  switch (node.is) {
    case 'message':
    case 'question':
    case 'end': return node.text.trim();
    case 'handoff': return node.summary.trim();
    case 'api': return node.url === '' ? node.connection : `${node.method} ${node.url}${node.connection === '' ? '' : ` · ${node.connection}`}`;
    case 'flow': return node.flow.id === '' ? '' : `${nameOfFlow(node.flow.id)} · ${words.node.version(node.flow.version)}`;
    case 'faq':
    case 'condition': return words.hints[node.is];
  }
}
