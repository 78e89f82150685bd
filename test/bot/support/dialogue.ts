import { answer, type Answer, type Turn } from '../../../plugins/bot/engine/script/answer.ts';
import { compileScripts, type Scripts } from '../../../plugins/bot/engine/script/compile.ts';
import type { CallContext, Deps, FunctionResult, Scalar } from '../../../plugins/bot/engine/script/deps.ts';
import { NEW_STATE, type ScriptState } from '../../../plugins/bot/engine/script/state.ts';
import { tagged } from './tagged.ts';

type Functions = Readonly<Record<string, (this: CallContext, ...args: Scalar[]) => string | FunctionResult>>;

/** A visitor and a bot. Its choice among replies is the first one, unless `random` says otherwise. */
export class Dialogue {
  now = 1_000_000;
  random = 0;
  state: ScriptState = NEW_STATE;
  readonly calls: { readonly name: string; readonly args: readonly Scalar[] }[] = [];
  readonly scripts: Scripts;
  readonly #deps: Partial<Deps>;
  readonly #functions: Functions;

  constructor(topics: Readonly<Record<string, string>> | string, functions: Functions = {}, deps: Partial<Deps> & { readonly language?: string } = {}) {
    const { language = 'zh_CN', ...rest } = deps;
    this.scripts = compileScripts(Object.entries(typeof topics === 'string' ? { main: topics } : topics).map(([name, source]) => ({ name, language, source })));
    this.#functions = functions;
    this.#deps = rest;
  }

  async turn(turn: Turn): Promise<Answer> {
    const answered = await answer(this.scripts, this.state, turn, {
      now: this.now,
      random: () => this.random,
      tagged,
      call: async (name, args, context) => {
        this.calls.push({ name, args });
        const result = this.#functions[name]?.call(context, ...args) ?? { failure: 'unknown', message: name };
        return typeof result === 'string' ? { text: result } : result;
      },
      ...this.#deps,
    });
    this.state = JSON.parse(JSON.stringify(answered.state)) as ScriptState; // as it comes back from a store
    return answered;
  }

  /** What the bot says, null for nothing. */
  async say(text: string): Promise<string | null> {
    return (await this.turn({ text })).reply?.text ?? null;
  }
}
