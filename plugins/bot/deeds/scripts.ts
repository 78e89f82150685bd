import { createHash } from 'node:crypto';
import { z } from 'parlor/plugin';
import { withMind, type Brain } from '../brain.ts';
import { bring } from '../compat/bot-calls.ts';
import { changeScripts, noScripts, scriptsOf } from '../compat/scripts.ts';
import { readArchive, writeArchive, type BotScripts } from '../engine/script/archive.ts';
import { compileScripts } from '../engine/script/compile.ts';
import { isError } from '../engine/script/parse.ts';
import type { Problem } from '../engine/script/problems.ts';
import type { Own } from '../own.ts';
import { from, ofBot, pieceOf, within, type Around, type Deeds } from './deed.ts';

/** Of a topic, as archives have them in the names of files. */
const topic = z.string().regex(/^[\p{L}\p{N}_][\p{L}\p{N}_.-]{0,63}$/u);
const text = z.string().max(230_000);
const config = z.record(z.string().regex(/^@?\w{1,64}$/), z.string().max(4_000)).refine((all) => Object.keys(all).length <= 100, 'many');

export const scriptsAsked = {
  'script.look': ofBot,
  /** A topic, or plugin.js where it has no name. */
  'script.read': ofBot.extend({ name: topic.nullable(), from }),
  'script.variables': ofBot.extend({ from }),
  'script.check': ofBot.extend({ name: topic.nullable(), text }),
  'script.write': ofBot.extend({ name: topic.nullable(), text }),
  'script.config': ofBot.extend({ config }),
  'script.add': ofBot.extend({ name: topic, text: text.default('') }),
  'script.change': ofBot.extend({ name: topic, to: topic, enabled: z.boolean() }),
  'script.drop': ofBot.extend({ name: topic }),
  'script.carry': ofBot.extend({ from }),
  'script.bring': ofBot.extend({ archive: z.base64().max(230_000) }),
} as const;

const MOST_TOPICS = 256;
const MOST_PROBLEMS = 100;
/** Characters of a text in an answer: JSON may need two for each. */
const PIECE = 20_000;
const MOST_FUNCTIONS = 200;
const MOST_MESSAGE = 500;

export const scriptDeeds: Deeds<typeof scriptsAsked> = {
  'script.look': (ctx, { bot }, around) => within(ctx, bot, around, async (brain) => {
    const scripts = await scriptsIn(ctx, bot, brain);
    const { functions, error } = await exportsOf(bot, scripts, around);
    const { problems } = compiled(scripts, error === null ? functions : undefined);
    return { topics: scripts.topics.map(({ enabled, name }) => ({ name, enabled, problems: problems.get(name)?.length ?? 0 })) };
  }),
  'script.read': (ctx, { bot, from: start, name }, around) => within(ctx, bot, around, async (brain) => {
    const { plugin, topics } = await scriptsIn(ctx, bot, brain);
    const source = name === null ? plugin : topics.find((each) => each.name === name)?.source;
    if (source === undefined) return null;
    const next = start + PIECE;
    return { rows: [source.slice(start, next)], next: next < source.length ? next : null };
  }),
  'script.variables': (ctx, { bot, from: start }, around) => within(ctx, bot, around, async (brain) => pieceOf(Object.entries((await scriptsIn(ctx, bot, brain)).config), start)),
  'script.check': (ctx, { bot, name, text: source }, around) => within(ctx, bot, around, async (brain) => {
    const scripts = await scriptsIn(ctx, bot, brain);
    if (name === null) {
      const exported = await exportsOf(bot, { ...scripts, plugin: source }, around);
      return { problems: [], functions: exported.functions.slice(0, MOST_FUNCTIONS), error: exported.error };
    }
    const { functions, error } = await exportsOf(bot, scripts, around);
    const { problems } = compiled({ ...scripts, topics: [...scripts.topics.filter((each) => each.name !== name), { name, enabled: true, source }] }, error === null ? functions : undefined);
    return { problems: (problems.get(name) ?? []).slice(0, MOST_PROBLEMS).map(shown), functions: [], error: null };
  }),
  'script.write': (ctx, { bot, name, text: source }, around) => rewriting(ctx, bot, around, (scripts) => {
    if (name === null) return { ...scripts, plugin: source };
    return scripts.topics.some((each) => each.name === name) ? withTopic(scripts, name, (each) => ({ ...each, source })) : null;
  }),
  'script.config': (ctx, { bot, config: variables }, around) => rewriting(ctx, bot, around, (scripts) => ({ ...scripts, config: variables })),
  'script.add': (ctx, { bot, name, text: source }, around) => rewriting(ctx, bot, around, (scripts) => {
    if (scripts.topics.some((each) => each.name === name)) return 'exists';
    return scripts.topics.length >= MOST_TOPICS ? 'full' : { ...scripts, topics: [...scripts.topics, { name, enabled: true, source }] };
  }),
  'script.change': (ctx, { bot, enabled, name, to }, around) => rewriting(ctx, bot, around, (scripts) => {
    if (to !== name && scripts.topics.some((each) => each.name === to)) return 'exists';
    return withTopic(scripts, name, (each) => ({ ...each, name: to, enabled }));
  }),
  'script.drop': (ctx, { bot, name }, around) => rewriting(ctx, bot, around, (scripts) => ({ ...scripts, topics: scripts.topics.filter((each) => each.name !== name) })),
  'script.carry': (ctx, { bot, from: start }, around) => within(ctx, bot, around, async (brain) => {
    const archive = Buffer.from(writeArchive(await scriptsIn(ctx, bot, brain))).toString('base64');
    const next = start + PIECE;
    return { rows: [archive.slice(start, next)], next: next < archive.length ? next : null };
  }),
  'script.bring': async (ctx, { archive, bot }, around) => {
    const read = readArchive(Buffer.from(archive, 'base64'));
    if ('code' in read) return { unreadable: read.code, file: read.file };
    const brought = await bring({ ctx, id: bot, now: Date.now(), lanes: around.lanes, pool: around.pool, settle: (change) => around.brains.settle(ctx, bot, change) }, read);
    return brought === null ? null : { topics: read.topics.length };
  },
};

const scriptsIn = async (ctx: Own, bot: string, { profile }: Brain): Promise<BotScripts> => (await scriptsOf(ctx, bot)) ?? noScripts(profile);

const withTopic = (scripts: BotScripts, name: string, change: (topic: BotScripts['topics'][number]) => BotScripts['topics'][number]): BotScripts =>
  ({ ...scripts, topics: scripts.topics.map((each) => (each.name === name ? change(each) : each)) });

const rewriting = (ctx: Own, bot: string, { brains, lanes }: Around, by: (scripts: BotScripts) => BotScripts | 'exists' | 'full' | null): Promise<unknown> =>
  changeScripts(ctx, bot, lanes, async (known, keep) => {
    const changed = by(known);
    if (changed === null) return null;
    if (typeof changed === 'string') return { refused: changed };
    await keep(changed);
    await brains.settle(ctx, bot, withMind);
    return true;
  });

const compiled = ({ language, topics }: BotScripts, functions?: readonly string[]) =>
  compileScripts(topics.map(({ name, source }) => ({ name, source, language })), functions === undefined ? undefined : new Set(functions));

const shown = (problem: Problem) => ({ ...problem, severity: isError(problem) ? 'error' : 'warning' });

/** What plugin.js exports; or what it says where it cannot be read. */
async function exportsOf(bot: string, { config: variables, plugin }: BotScripts, { pool }: Pick<Around, 'pool'>): Promise<{ readonly functions: readonly string[]; readonly error: string | null }> {
  if (plugin.trim() === '') return { functions: [], error: null };
  const key = `console ${bot} ${createHash('sha256').update(JSON.stringify([plugin, variables])).digest('base64url')}`;
  const exported = await pool.exports({ key, source: plugin, config: variables });
  return 'failure' in exported ? { functions: [], error: exported.message.slice(0, MOST_MESSAGE) } : { functions: exported, error: null };
}
