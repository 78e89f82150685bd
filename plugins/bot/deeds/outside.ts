import { z } from 'parlor/plugin';
import { askEngine, askModel, engineIn } from '../outside/ask.ts';
import { pauseOf } from '../outside/breaker.ts';
import { targetOf } from '../outside/engine.ts';
import type { Target } from '../outside/gate.ts';
import { offOf, switchOff, switchOn } from '../outside/kill-switch.ts';
import { spentOn } from '../outside/ledger.ts';
import { modelOf } from '../outside/model.ts';
import type { Own } from '../own.ts';
import { ofBot, within, type Deeds } from './deed.ts';

export const outsideAsked = {
  'outside.look': ofBot,
  /** Of all bots, at once. */
  'outside.switch': z.object({ on: z.boolean() }),
  /** Whatever the profile says: `engine` is the name of one; without it the model is asked. */
  'outside.try': ofBot.extend({ text: z.string().trim().min(1).max(2_000), engine: z.string().max(40).optional(), strict: z.boolean() }),
} as const;

/** Of an answer that somebody waits for in the console, ms; the slot waits a little longer. */
const TRY_MS = 16_000;

export const outsideDeeds: Deeds<typeof outsideAsked> = {
  'outside.look': async (ctx) => {
    const model = modelOf(ctx.config);
    const [off, ofModel, ofEngines] = await Promise.all([
      offOf(ctx),
      model === null ? null : standingOf(ctx, model).then((standing) => ({ name: model.name, host: model.host, ...standing })),
      Promise.all(ctx.config.engines.map(async (engine) => ({ id: engine.id, host: URL.parse(engine.url)?.host ?? '', ...(await standingOf(ctx, targetOf(engine))) }))),
    ]);
    return { off, model: ofModel, engines: ofEngines };
  },
  'outside.switch': async (ctx, { on }, _around, by) => {
    await (on ? switchOn(ctx) : switchOff(ctx, { at: Date.now(), by }));
    ctx.log(on ? 'answers from outside are switched on' : 'answers from outside are switched off', { by });
    await ctx.notice(on ? { en: `${by} switched answers from outside on`, 'zh-CN': `${by} 开启了外部回答` } : { en: `${by} switched answers from outside off`, 'zh-CN': `${by} 停用了外部回答` }).catch(() => {}); // ten an hour
    return { on };
  },
  'outside.try': (ctx, { bot, engine: name, strict, text }, around) => within(ctx, bot, around, async (brain) => {
    if (name === undefined) return askModel(ctx, around.gate, brain, { text, strict, left: TRY_MS });
    const engine = engineIn(ctx, name);
    return engine === undefined ? null : askEngine(ctx, around.gate, brain, engine, { text, to: 'answer', user: `try-${bot}`, left: TRY_MS });
  }),
};

/** What was spent today, of how much, and whether it is left alone just now; times in ms since the epoch. No limit: null. */
async function standingOf(ctx: Own, { id, most }: Target) {
  const now = Date.now();
  const [spent, pause] = await Promise.all([spentOn(ctx, id, now), pauseOf(ctx, id, now)]);
  return { spent, most: { answers: most.answers, tokens: Number.isFinite(most.tokens) ? most.tokens : null }, pause: pause ?? null };
}
