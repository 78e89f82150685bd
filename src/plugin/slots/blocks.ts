import { z } from 'zod';
import { isSafeImage, isSafeLink, slotIcons } from '#wire/slots.ts';
import type { Block, SlotChoice, SlotNote, SlotOutcome } from '#wire/slots.ts';
import type { PluginBlock, SlotAnswer, SlotRequest, SlotText } from './contract.ts';

type Locale = SlotRequest['locale'];

/** UTF-16 units of an answer's JSON. */
export const MAX_ANSWER = 1 << 16;
/** UTF-16 units of a frame's HTML. */
const MAX_HTML = 1 << 19;
const MAX_BLOCKS = 100;
/** Of a list, a table, a form. */
const MAX_ROWS = 200;
const MAX_FIELDS = 30;
/** Messages that somebody asks about at a time. */
export const MAX_NOTES = 50;
/** Nobody looks through more: they type on. */
const MAX_CHOICES = 30;
const MAX_BUTTONS = 10;
const MAX_COLUMNS = 12;
const MAX_OPTIONS = 100;
const [SHORT, LONG] = [300, 8_000];

/** What may be named: an action, a field. */
export const slotName = z.string().regex(/^[a-z][\w.-]{0,63}$/i);
/** What comes back with an action. */
export const slotValues = z.record(slotName, z.union([z.string().max(LONG), z.number(), z.boolean()])).refine((values) => Object.keys(values).length <= MAX_FIELDS);

/** Blocks as plugins answer them, made into those that a browser gets. Nothing is let through that is not named here. */
function schemasIn(locale: Locale) {
  const text = (max: number) => z.union([z.string().max(max), z.strictObject({ en: z.string().max(max), 'zh-CN': z.string().max(max) }).transform((both) => both[locale])]);
  const short = text(SHORT);
  const href = z.string().max(2_000).refine(isSafeLink, 'a link leads to http(s), or to an address of this server that begins with /');
  const tone = z.enum(['neutral', 'accent', 'success', 'warning', 'danger']);
  const icon = z.enum(slotIcons);

  const button = z.strictObject({ text: short, action: slotName, style: z.enum(['default', 'primary', 'danger']).optional(), values: slotValues.optional(), confirm: short.optional() });
  const buttons = z.array(button).max(MAX_BUTTONS);
  const about = { name: slotName, label: short, hint: short.optional(), required: z.boolean().optional() };
  const options = z.array(z.strictObject({ value: z.string().max(SHORT), text: short })).min(1).max(MAX_OPTIONS);
  const field = z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.enum(['text', 'long-text', 'date']), ...about, value: z.string().max(LONG).optional() }),
    z.strictObject({ kind: z.literal('number'), ...about, value: z.number().optional() }),
    z.strictObject({ kind: z.literal('switch'), ...about, value: z.boolean().optional() }),
    z.strictObject({ kind: z.literal('choice'), ...about, value: z.string().max(SHORT).optional(), options }),
  ]);
  const item = z.strictObject({ title: short, detail: text(LONG).optional(), tag: z.strictObject({ text: short, tone: tone.optional() }).optional(), href: href.optional(), buttons: buttons.optional() });
  const block = z.discriminatedUnion('type', [
    z.strictObject({ type: z.literal('heading'), text: short }),
    z.strictObject({ type: z.literal('text'), text: text(LONG), tone: z.union([tone, z.literal('muted')]).optional() }),
    z.strictObject({ type: z.literal('fields'), fields: z.array(z.strictObject({ label: short, value: text(LONG), href: href.optional() })).max(MAX_FIELDS) }),
    z.strictObject({ type: z.literal('list'), items: z.array(item).max(MAX_ROWS) }),
    z.strictObject({ type: z.literal('table'), label: short, columns: z.array(short).min(1).max(MAX_COLUMNS), rows: z.array(z.array(short).max(MAX_COLUMNS)).max(MAX_ROWS) }),
    z.strictObject({ type: z.literal('buttons'), buttons }),
    z.strictObject({ type: z.literal('link'), text: short, href }),
    z.strictObject({ type: z.literal('image'), src: z.string().max(2_000).refine(isSafeImage, 'an image comes over https, or from an address of this server that begins with /'), alt: short }),
    z.strictObject({ type: z.literal('form'), action: slotName, submit: short, fields: z.array(field).max(MAX_FIELDS) }),
    z.strictObject({ type: z.literal('divider') }),
    z.strictObject({ type: z.literal('empty'), title: short, lead: short.optional(), icon: icon.optional() }),
  ]);
  const blocks: z.ZodType<readonly Block[], readonly PluginBlock[]> = z.array(block).max(MAX_BLOCKS);
  const outcome: z.ZodType<SlotOutcome, SlotAnswer> = z.strictObject({
    blocks: blocks.optional(), toast: z.strictObject({ text: short, tone: z.enum(['neutral', 'danger']).optional() }).optional(), insert: text(LONG).optional(), data: z.unknown().optional(),
  });
  const notes: z.ZodType<readonly SlotNote[], readonly SlotNote<SlotText>[]> = z.array(z.strictObject({ seq: z.number().int(), blocks })).max(MAX_NOTES);
  const choices: z.ZodType<readonly SlotChoice[], readonly SlotChoice<SlotText>[]> = z.array(
    z.strictObject({ title: short, detail: text(LONG).optional(), shortcut: z.string().max(SHORT).optional(), tag: short.optional(), near: z.boolean().optional(), action: slotName, values: slotValues.optional() }),
  ).max(MAX_CHOICES);
  return { blocks, choices, notes, outcome };
}

/** By language, made for the first answer in it. */
const schemas: Partial<Record<Locale, ReturnType<typeof schemasIn>>> = {};
const schemasOf = (locale: Locale) => (schemas[locale] ??= schemasIn(locale));

/** Throws an error that says what is wrong with the answer. */
export const readBlocks = (answer: unknown, locale: Locale): readonly Block[] => read(schemasOf(locale).blocks, answer);
export const readChoices = (answer: unknown, locale: Locale): readonly SlotChoice[] => read(schemasOf(locale).choices, answer);
export const readNotes = (answer: unknown, locale: Locale): readonly SlotNote[] => read(schemasOf(locale).notes, answer);
export const readOutcome = (answer: unknown, locale: Locale): SlotOutcome => read(schemasOf(locale).outcome, answer ?? {});

export function readHtml(answer: unknown): string {
  if (typeof answer !== 'string' || answer.length > MAX_HTML) throw new TypeError(`a frame renders a text of at most ${MAX_HTML} characters`);
  return answer;
}

/** What is checked is the JSON that is sent: no getter may answer otherwise the second time. */
function read<T>(schema: z.ZodType<T>, answer: unknown): T {
  const json = JSON.stringify(answer) as string | undefined;
  if (json === undefined || json.length > MAX_ANSWER) throw new TypeError(`an answer is JSON of at most ${MAX_ANSWER} characters`);
  const result = schema.safeParse(JSON.parse(json));
  if (result.success) return result.data;
  const [first] = result.error.issues;
  throw new TypeError(`at ${first?.path.join('.')}: ${first?.message}`);
}
