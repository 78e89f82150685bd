import { zipSync } from 'fflate';
import { parseJson } from '../text/json.ts';
import { MOST_SCRIPT } from './parse.ts';
import { unzip, type ZipProblem } from './zip.ts';

/** The scripts and functions of a bot, as an archive (.c66) or the JSON of an export has them. */
export interface BotScripts {
  readonly name: string;
  /** As in `zh_CN`. */
  readonly language: string;
  readonly topics: readonly { readonly name: string; readonly enabled: boolean; readonly source: string }[];
  /** The text of plugin.js. */
  readonly plugin: string;
  /** Environment variables. */
  readonly config: Readonly<Record<string, string>>;
  /** Whatever else index.json says, by its own names: welcome, fallback, thresholds, … Plain JSON. */
  readonly settings: Readonly<Record<string, unknown>>;
}

export interface ArchiveProblem {
  readonly code: ZipProblem | 'archive.index' | 'archive.config' | 'archive.topic' | 'archive.missing' | 'archive.text';
  /** Null: the archive as a whole. */
  readonly file: string | null;
}

const ARCHIVE_LIMITS = { archiveBytes: 4 * 1_024 * 1_024, unpackedBytes: 16 * 1_024 * 1_024, files: 512 };
const MOST_TOPICS = 256;
const INDEX = 'index.json';
const PLUGIN = 'plugin.js';
const LANGUAGE = /^[A-Za-z]{2,3}(?:[_-][A-Za-z0-9]{2,8})?$/;
const TOPIC = /^[\p{L}\p{N}_][\p{L}\p{N}_.-]{0,63}$/u;
/** These would be written over by what is in `BotScripts`. */
const OWN = new Set(['name', 'primaryLanguage', 'conversations', 'config', 'plugin']);

type Json = Readonly<Record<string, unknown>>;

/** Reads a .c66: a zip of index.json, plugin.js and `<language>.<topic>.ms`. */
export function readArchive(bytes: Uint8Array): BotScripts | ArchiveProblem {
  const files = unzip(bytes, ARCHIVE_LIMITS);
  if (typeof files === 'string') return { code: files, file: null };
  const texts = new Map<string, string>();
  for (const [name, content] of files) {
    if (name !== INDEX && name !== PLUGIN && !name.endsWith('.ms')) continue;
    const text = textOf(content);
    if (text === undefined) return { code: 'archive.text', file: name };
    texts.set(name, text);
  }
  const index = parseJson((texts.get(INDEX) ?? '').replace(/^\uFEFF/, ''));
  if (!isRecord(index)) return { code: 'archive.index', file: INDEX };
  const language = index['primaryLanguage'];
  return readJson({
    ...index,
    plugin: texts.get(PLUGIN) ?? '',
    conversations: recordsOf(index['conversations']).map((each) => ({ ...each, script: texts.get(fileOf(String(language), String(each['name']))) })),
  });
}

/** Reads the JSON of an export: index.json with the lines of plugin.js, and with the script of each conversation. */
export function readJson(value: unknown): BotScripts | ArchiveProblem {
  if (!isRecord(value)) return { code: 'archive.index', file: INDEX };
  const { config, conversations, name, plugin = '', primaryLanguage: language } = value;
  if (typeof name !== 'string' || name.length > 256 || typeof language !== 'string' || !LANGUAGE.test(language) || !Array.isArray(conversations)) return { code: 'archive.index', file: INDEX };
  if (conversations.length > MOST_TOPICS) return { code: 'archive.large', file: INDEX };
  const variables = configOf(config);
  if (variables === undefined) return { code: 'archive.config', file: INDEX };
  const topics: { readonly name: string; readonly enabled: boolean; readonly source: string }[] = [];
  for (const each of conversations) {
    const topic = isRecord(each) ? each : {};
    const called = topic['name'];
    if (typeof called !== 'string' || !TOPIC.test(called) || topics.some((other) => other.name === called)) return { code: 'archive.topic', file: INDEX };
    const file = fileOf(language, called);
    if (typeof topic['script'] !== 'string') return { code: 'archive.missing', file };
    if (topic['script'].length > MOST_SCRIPT) return { code: 'archive.large', file };
    topics.push({ name: called, enabled: topic['enabled'] !== false, source: topic['script'] });
  }
  const source = Array.isArray(plugin) ? plugin.join('\n') : plugin;
  if (typeof source !== 'string' || source.length > MOST_SCRIPT) return { code: 'archive.large', file: PLUGIN };
  const settings = Object.fromEntries(Object.entries(value).filter(([key]) => !OWN.has(key) && key !== '__proto__'));
  return { name, language, topics, plugin: source, config: variables, settings };
}

/** A .c66; the same bytes for the same bot. */
export function writeArchive(bot: BotScripts): Uint8Array {
  const { conversations, plugin, ...index } = writeJson(bot);
  const listed = conversations.map(({ enabled, name }) => ({ name, enabled }));
  const texts: readonly (readonly [name: string, text: string])[] = [
    [INDEX, JSON.stringify({ ...index, conversations: listed }, null, 2)],
    [PLUGIN, plugin.join('\n')],
    ...conversations.map(({ name, script }) => [fileOf(bot.language, name), script] as const),
  ];
  return zipSync(Object.fromEntries(texts.map(([name, text]) => [name, new TextEncoder().encode(text)])), { mtime: '2000-01-01' });
}

/** What an export answers. */
export function writeJson({ config, language, name, plugin, settings, topics }: BotScripts) {
  const conversations = topics.map((topic) => ({ name: topic.name, enabled: topic.enabled, script: topic.source }));
  return { ...settings, name, primaryLanguage: language, config, conversations, plugin: plugin.split('\n') };
}

const fileOf = (language: string, topic: string): string => `${language}.${topic}.ms`;

const isRecord = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

const recordsOf = (value: unknown): readonly Json[] => (Array.isArray(value) ? value.map((each: unknown) => (isRecord(each) ? each : {})) : []);

/** Texts by name; numbers and switches as texts. Undefined where something else is among them. */
function configOf(value: unknown): Readonly<Record<string, string>> | undefined {
  if (value === undefined || value === null) return {};
  if (!isRecord(value)) return undefined;
  const variables: [string, string][] = [];
  for (const [name, each] of Object.entries(value)) {
    if (name === '__proto__') continue;
    if (typeof each !== 'string' && typeof each !== 'number' && typeof each !== 'boolean') return undefined;
    variables.push([name, String(each)]);
  }
  return Object.fromEntries(variables);
}

function textOf(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
