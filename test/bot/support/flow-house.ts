import { onTestFinished } from 'vitest';
import { testPlugin, type TestedPlugin, type TestOptions } from '#plugin/testing.ts';
import plugin from '../../../plugins/bot/index.ts';
import type { Draft } from '../../../plugins/bot/flows/draft.ts';

type Node = { readonly is: string; readonly id: string; readonly [field: string]: unknown };
export type Changes = Partial<Draft['flow']> & { readonly begins?: Partial<Draft['start']> };

/** A draft of these nodes; drawn in a row. */
export function draftOf(nodes: readonly Node[], { begins, ...changes }: Changes = {}): Draft {
  return {
    flow: { language: 'en', start: nodes[0]!.id, nodes: nodes as Draft['flow']['nodes'], ...changes },
    places: nodes.map(({ id }, index) => [id, index * 300, 0]),
    start: { phrases: ['book a table'], whenBegun: false, ...begins },
  };
}

/** How a table is booked. */
export const TABLE = [
  { is: 'message', id: 'hello', text: 'Gladly.', next: 'people' },
  { is: 'question', id: 'people', slot: 'people', type: 'number', text: 'For how many?', validate: { most: 12 }, invalid: '12 at most.', next: 'inside' },
  { is: 'question', id: 'inside', slot: 'inside', type: 'choice', text: 'Where?', choices: [{ value: 'in', label: 'Inside' }, { value: 'out', label: 'On the terrace' }], next: 'big' },
  { is: 'condition', id: 'big', cases: [{ when: [{ slot: 'people', is: 'above', value: 8 }], next: 'person' }], otherwise: 'done' },
  { is: 'handoff', id: 'person', summary: 'A big table', slots: ['people', 'inside'] },
  { is: 'end', id: 'done', text: 'Booked for {{people}}.', solved: true },
] as const;

/** A bot whose flows are drawn, published and talked to. */
export class FlowHouse {
  readonly tested: TestedPlugin;
  readonly bot: string;

  private constructor(tested: TestedPlugin, bot: string) {
    this.tested = tested;
    this.bot = bot;
  }

  static async open(options: TestOptions = {}): Promise<FlowHouse> {
    const tested = await testPlugin(plugin, options);
    onTestFinished(() => tested.stop());
    const { id } = await act<{ id: string }>(tested, 'make', { name: 'Robin', department: 'd1', language: 'en' });
    return new FlowHouse(tested, id);
  }

  do<T>(action: string, given: object = {}): Promise<T> {
    return act<T>(this.tested, action, { bot: this.bot, ...given });
  }

  async draw(draft: Draft, name = 'Tables'): Promise<string> {
    return (await this.do<{ id: string }>('flow.make', { name, draft })).id;
  }

  async publish(draft: Draft, name?: string): Promise<string> {
    const flow = await this.draw(draft, name);
    const { version } = await this.do<{ version?: number }>('flow.publish', { flow });
    if (version === undefined) throw new Error('it is not published');
    return flow;
  }

  /** Draws it anew in the place of what was drawn. */
  async redraw(flow: string, draft: Draft): Promise<void> {
    const { revision } = await this.do<{ revision: number }>('flow.get', { flow });
    await this.do('flow.save', { flow, draft, revision });
  }

  /** What the bot says to that, choices behind a bar. */
  async say(text: string, turn: object = {}): Promise<readonly string[]> {
    return spoken((await this.tested.turn({ kind: 'said', text }, { bot: this.bot, ...turn }))?.says ?? []);
  }
}

export const spoken = (says: readonly { readonly kind: string; readonly text: string; readonly choices?: readonly string[] }[]): readonly string[] =>
  says.map(({ choices = [], kind, text }) => [...(kind === 'note' ? [`note: ${text}`] : [text]), ...choices].join(' | '));

async function act<T>(tested: TestedPlugin, action: string, given: object): Promise<T> {
  const json = JSON.stringify(given);
  const pieces = Array.from({ length: Math.ceil(json.length / 8_000) }, (_, index) => [index === 0 ? 'json' : `json${index}`, json.slice(index * 8_000, (index + 1) * 8_000)]);
  const outcome = await tested.act('bots', action, Object.fromEntries(pieces), { viewer: { kind: 'agent', id: '1', name: 'Lin', role: 'supervisor' } });
  return outcome.data as T;
}
