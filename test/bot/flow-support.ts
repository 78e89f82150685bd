import { checkFlow } from '../../plugins/bot/engine/flow/schema.ts';
import type { Flow } from '../../plugins/bot/engine/flow/schema.ts';
import type { FlowEvent, FlowSource, Said, Step } from '../../plugins/bot/engine/flow/state.ts';
import { begin, step } from '../../plugins/bot/engine/flow/step.ts';
import type { Beginning } from '../../plugins/bot/engine/flow/step.ts';

export const MINUTE_MS = 60_000;

export function flowOf(json: object): Flow {
  const { flow, errors } = checkFlow({ id: 'table', version: 1, language: 'en', start: 'hello', ...json });
  if (flow === undefined) throw new Error(errors.map(({ path, message }) => `${path} ${message}`).join('\n'));
  return flow;
}

export const sourceOf = (...flows: readonly Flow[]): FlowSource => ({ id, version }) => flows.find((flow) => flow.id === id && flow.version === version);

/** A table is booked: what is asked, an aside, a kitchen that answers. */
export const table = (changes: object = {}): Flow => flowOf({
  nodes: [
    { is: 'message', id: 'hello', text: 'Welcome.', next: 'day' },
    { is: 'question', id: 'day', slot: 'day', type: '@TIME', text: 'Which day?', next: 'people' },
    { is: 'question', id: 'people', slot: 'people', type: 'number', text: 'How many on {{day}}?', validate: { least: 1, most: 12 }, invalid: '1 to 12, please.', maxAsks: 2, next: 'big' },
    { is: 'condition', id: 'big', cases: [{ when: [{ slot: 'people', is: 'above', value: 8 }], next: 'person' }], otherwise: 'book' },
    { is: 'api', id: 'book', connection: 'kitchen', url: '/book', args: [{ name: 'people', value: '{{people}}' }], save: [{ slot: 'code', path: 'booking.code' }], timeoutMs: 3_000, next: 'done', onError: 'person' },
    { is: 'end', id: 'done', text: 'Booked: {{code}}.' },
    { is: 'handoff', id: 'person', summary: '{{people}} on {{day}}', slots: ['day', 'people'] },
    { is: 'message', id: 'hours', text: 'We open at ten.', next: 'hours-end' },
    { is: 'end', id: 'hours-end' },
  ],
  intents: [{ intent: 'hours', node: 'hours' }],
  ...changes,
});

type Loose<T> = T extends unknown ? Omit<T, 'turn'> : never;

/** Somebody talks with a flow, at a clock of the own. */
export class Talk {
  readonly flows: FlowSource;
  now = 1_000_000;
  last: Step;

  constructor(flows: FlowSource, { id, version }: Flow, beginning?: Beginning) {
    this.flows = flows;
    this.last = begin(flows, { id, version }, this.now, beginning);
  }

  event(event: Loose<FlowEvent>, afterMs = 1_000): Step {
    this.now += afterMs;
    this.last = step(this.flows, this.last.state, { ...event, turn: this.last.state.turn + 1 }, this.now);
    return this.last;
  }

  /** What the bot says to that; `@TIME` entities are named in the text as `[friday]`. */
  say(text: string, intent: string | null = null, afterMs?: number): readonly string[] {
    this.event({ is: 'said', ...heard(text, intent) }, afterMs);
    return this.said;
  }

  /** The search finds nothing, or this. */
  faq(answer: string | null = null): readonly string[] {
    const asked = this.last.effects.find((effect) => effect.is === 'faq');
    this.event({ is: 'faq.answered', call: asked?.call ?? '', answer });
    return this.said;
  }

  api(data: unknown, ok = true): readonly string[] {
    const { waiting } = this.last.state;
    this.event({ is: 'api.answered', call: waiting?.for === 'api' ? waiting.call : '', ok, data });
    return this.said;
  }

  get said(): readonly string[] {
    return this.last.effects.flatMap((effect) => (effect.is === 'say' ? [effect.text] : []));
  }

  get kinds(): readonly string[] {
    return this.last.effects.map(({ is }) => is);
  }
}

export function heard(text: string, intent: string | null = null): Said {
  const entities = Array.from(text.matchAll(/\[(\w+)\]/g), ({ 0: match, 1: value = '', index }) => ({ dictionary: '@TIME', value, from: index, to: index + match.length }));
  return { text, entities, intent: intent === null ? null : { name: intent, confidence: 0.9 } };
}
