import { onTestFinished } from 'vitest';
import type { BotSays, BotTurn } from '#plugin/define.ts';
import { createOutbound } from '#plugin/outbound.ts';
import { testPlugin, type TestedPlugin } from '#plugin/testing.ts';
import plugin from '../../../plugins/bot/index.ts';
import { startOpenAi, type OpenAi } from '../../simulators/openai.ts';

const KEY = 'sk-of-the-test-and-nobody-else';
const MODEL = 'small';
const look = { viewer: { kind: 'agent', id: '1', name: 'Lin', role: 'supervisor' } } as const;

/** What the bot of the test knows: enough to be asked about, and too little to answer by itself. */
export const RETURNS = {
  title: 'Returns', url: 'https://shop.example/returns',
  text: '# Returning things\n\nShoes may be returned within 30 days in their box. A courier fetches them free of charge.\n\n# Refunds\n\nRefunds reach the card within five working days. Questions about refunds: refunds@shop.example or +44 20 7946 0958.',
};
export const QUESTION = 'Can I return shoes that I wore once, and does a courier fetch them?';

/** A bot with a document, beside a model in a process of its own; calls go over sockets, by the rules that the house has. */
export class OutsideHouse {
  readonly tested: TestedPlugin;
  readonly model: OpenAi;
  readonly bot: string;

  private constructor(tested: TestedPlugin, model: OpenAi, bot: string) {
    this.tested = tested;
    this.model = model;
    this.bot = bot;
  }

  /** As an administrator sets the model up. */
  static config(model: OpenAi) {
    return { modelUrl: model.url, model: MODEL, modelKey: KEY };
  }

  static async open(model: OpenAi, { config = {}, outside = {}, profile = {} }: { readonly config?: object; readonly outside?: object; readonly profile?: object } = {}): Promise<OutsideHouse> {
    const outbound = createOutbound();
    const tested = await testPlugin(plugin, {
      config: { ...OutsideHouse.config(model), ...config },
      answer: (request) => outbound.request(request, { hosts: ['*'], private: [`127.0.0.1:${model.port}`] }),
    });
    onTestFinished(async () => {
      outbound.close();
      await tested.stop();
    });
    const made = await act<{ id: string }>(tested, 'make', { name: 'Robin', department: 'd1', language: 'en' });
    const house = new OutsideHouse(tested, model, made.id);
    await house.do('save', { profile: { ...made, ...profile, outside: { model: true, strict: true, engine: '', instead: false, assists: true, ...outside } } });
    await house.do('document.put', { document: RETURNS });
    return house;
  }

  do<T>(action: string, given: object = {}): Promise<T> {
    return act<T>(this.tested, action, { bot: this.bot, ...given });
  }

  /** What the bot says to that, and what becomes of the chat. */
  async say(text: string, turn: Partial<BotTurn> = {}): Promise<{ readonly says: readonly BotSays[]; readonly texts: readonly string[]; readonly next: string }> {
    const answer = await this.tested.turn({ kind: 'said', text }, { bot: this.bot, ...turn });
    const says = answer?.says ?? [];
    return { says, texts: says.filter(({ kind }) => kind !== 'note').map((each) => each.text), next: answer?.next ?? 'stay' };
  }

  /** The same in the console, with why. */
  try(text: string): Promise<{ readonly trace: { readonly by: string; readonly outside?: readonly { readonly via: string; readonly not: string | null; readonly detail: string; readonly sources: readonly { readonly title: string; readonly score: number; readonly cited: boolean }[] }[] } }> {
    return this.do('try', { text, memory: null });
  }
}

export const startModel = (): Promise<OpenAi> => startOpenAi(KEY, MODEL);

async function act<T>(tested: TestedPlugin, action: string, given: object): Promise<T> {
  const json = JSON.stringify(given);
  const pieces = Array.from({ length: Math.ceil(json.length / 8_000) }, (_, index) => [index === 0 ? 'json' : `json${index}`, json.slice(index * 8_000, (index + 1) * 8_000)]);
  return (await tested.act('bots', action, Object.fromEntries(pieces), look)).data as T;
}
