import { z } from 'parlor/plugin';
import { withMind, withProfile } from '../brain.ts';
import { readArchive, writeJson, type BotScripts } from '../engine/script/archive.ts';
import { compileScripts } from '../engine/script/compile.ts';
import { bot as storedBot, change, remove } from '../library.ts';
import { aboutOf, keepAbout, languageOf } from './about.ts';
import { call, nothing, type BotCall } from './calls.ts';
import { CallError, gone, RC, type Envelope } from './envelope.ts';
import { logOf } from './log.ts';
import { fileIn } from './multipart.ts';
import { changeScripts, noScripts, scriptsOf } from './scripts.ts';
import { trainingOf } from './training.ts';

const text = (most: number) => z.string().trim().max(most).optional();
const threshold = z.coerce.number().min(0).max(1).optional();

/** Questions, words and scripts count as soon as they are kept; only intents are learned. */
async function statusOf({ ctx, id: bot, now }: BotCall): Promise<{ readonly reindex: number; readonly retrain: number }> {
  const training = await trainingOf(ctx, bot, now);
  return { reindex: 0, retrain: training?.state === 'running' ? 1 : training?.state === 'failed' ? 3 : 0 };
}

async function profileOf(on: BotCall): Promise<Envelope> {
  const { fallback, id, language, name, best, suggest, welcome } = on.bot.profile;
  const { createdAt, description, logo, primaryLanguage } = await aboutOf(on.ctx, on.id);
  return { data: {
    clientId: id, name, fallback, welcome, description, logo, primaryLanguage: primaryLanguage === '' ? { en: 'en_US', 'zh-CN': 'zh_CN' }[language] : primaryLanguage,
    faqBestReplyThreshold: best, faqSuggReplyThreshold: suggest, createdAt, status: await statusOf(on),
  } };
}

/** Nothing has to be brought together here: words of dictionaries count from the next message on. */
const inStep = async (): Promise<Envelope> => ({ msg: 'done', data: { status: { reindex: 0 } } });

export const botCalls = [
  call('GET /', nothing, profileOf),
  call('PUT /', z.object({ name: text(80), fallback: text(2_000), welcome: text(2_000), description: text(2_000), logo: text(2_000), primaryLanguage: text(20), faqBestReplyThreshold: threshold, faqSuggReplyThreshold: threshold }), async (on, given) => {
    const { description, faqBestReplyThreshold: best = 1, faqSuggReplyThreshold: suggest = 1, logo, name, primaryLanguage } = given;
    if (name === '' || best < 0.3 || suggest < 0.1) throw new CallError(RC.badInput, 'A bot has a name, answers from 0.3 on at least, and suggests from 0.1 on');
    const stored = await change(on.ctx, on.lanes, on.id, (profile) => {
      const { fallback = profile.fallback, faqBestReplyThreshold = profile.best, faqSuggReplyThreshold = profile.suggest, name: called = profile.name, welcome = profile.welcome } = given;
      return { ...profile, name: called, fallback, welcome, best: faqBestReplyThreshold, suggest: faqSuggReplyThreshold, ...(primaryLanguage === undefined ? {} : { language: languageOf(primaryLanguage) }) };
    });
    if (stored === undefined) throw gone();
    await on.lanes.change(on.ctx, `about:${on.id}`, async (own) => {
      const about = await aboutOf(own, on.id);
      if ((await storedBot(own, on.id)) !== undefined) await keepAbout(own, on.id, { ...about, description: description ?? about.description, logo: logo ?? about.logo, primaryLanguage: primaryLanguage ?? about.primaryLanguage });
    });
    await on.settle(withProfile(stored.profile));
    await on.changed(on.ctx);
    return profileOf({ ...on, bot: stored });
  }),
  call('DELETE /', nothing, async ({ brains, changed, ctx, id: bot, lanes, minds }) => {
    await remove(ctx, lanes, bot);
    brains.forget(bot);
    minds.forget(bot);
    await changed(ctx);
    return { msg: 'done' };
  }),
  call('GET /status', nothing, async (on) => ({ data: { status: await statusOf(on) } })),
  call('POST /faq/sync/customdicts', nothing, inStep),
  call('POST /conversation/sync/customdicts', nothing, inStep),
  call('POST /conversation/droplet/import', nothing, async (on) => {
    const { encoding, headers, rawBody } = on.request;
    const read = readArchive(await fileIn(Buffer.from(rawBody, encoding), headers['content-type'] ?? '', 'droplet'));
    if ('code' in read) throw new CallError(RC.badInput, `The archive cannot be read: ${read.code}${read.file === null ? '' : ` in ${read.file}`}`);
    const brought = await bring(on, read);
    if (brought === null) throw gone();
    return brought;
  }),
  call('POST /conversation/json/export', nothing, async ({ bot: { profile }, ctx, id }) => {
    const scripts: BotScripts = (await scriptsOf(ctx, id)) ?? noScripts(profile);
    return { data: writeJson(scripts) };
  }),
  call('POST /conversation/trace', z.object({ logLevel: z.string().max(20).nullish(), afterDate: z.string().max(60).nullish() }), async ({ ctx, id: bot }, { afterDate, logLevel }) => {
    const since = Date.parse(afterDate ?? '');
    const all = await logOf(ctx, bot);
    return { data: all.filter((row) => (Number.isNaN(since) || Date.parse(row.createdAt) > since) && (logLevel?.toLowerCase() !== 'error' || row.logLevel === 'error')) };
  }),
];

/** Takes the place of the scripts that were there. What is wrong in them is said, and the rest answers. Null where there is no such bot. */
export async function bring(on: Pick<BotCall, 'ctx' | 'id' | 'lanes' | 'now' | 'pool' | 'settle'>, scripts: BotScripts): Promise<Envelope | null> {
  const exported = scripts.plugin.trim() === '' ? [] : await on.pool.exports({ key: `import ${on.id} ${on.now}`, source: scripts.plugin, config: scripts.config });
  // Functions of other servers may know what is not there here: the scripts without them answer all the same.
  const functions = 'failure' in exported ? [] : exported;
  if ('failure' in exported && exported.failure !== 'threw') throw new CallError(RC.badInput, `plugin.js cannot be used: ${exported.message}`);
  const { problems } = compileScripts(scripts.topics.map(({ name, source }) => ({ name, source, language: scripts.language })), new Set(functions));
  const { fallback, welcome } = scripts.settings;
  const said = { ...(typeof fallback === 'string' && fallback.trim() !== '' ? { fallback: fallback.trim().slice(0, 2_000) } : {}), ...(typeof welcome === 'string' && welcome.trim() !== '' ? { welcome: welcome.trim().slice(0, 2_000) } : {}) };
  return changeScripts(on.ctx, on.id, on.lanes, async (_known, keep) => {
    await keep(scripts);
    const stored = await change(on.ctx, on.lanes, on.id, (profile) => ({ ...profile, ...said }));
    if (stored === undefined) return null;
    await on.settle((brain) => withMind({ ...brain, profile: stored.profile }));
    const wrong = [...problems].flatMap(([topic, all]) => all.map(({ code, column, line }) => ({ topic, line, column, code })));
    return { msg: 'success', data: { conversations: scripts.topics.map(({ enabled, name }) => ({ name, enabled })), functions, problems: wrong.slice(0, 100), ...('failure' in exported ? { error: exported.message } : {}) } };
  });
}
