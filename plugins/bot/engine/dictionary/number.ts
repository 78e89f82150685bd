import type { Span } from './pattern.ts';
import { fold } from './vocabulary.ts';

export interface NumberMention extends Span {
  readonly value: number;
}

const DIGITS: ReadonlyMap<string, number> = new Map(
  ['〇零', '一壹', '二贰两', '三叁', '四肆', '五伍', '六陆', '七柒', '八捌', '九玖'].flatMap((spellings, value) => Array.from(spellings, (spelling) => [spelling, value] as const)),
);
const UNITS: ReadonlyMap<string, number> = new Map([['十', 10], ['拾', 10], ['百', 100], ['佰', 100], ['千', 1_000], ['仟', 1_000], ['万', 1e4], ['萬', 1e4], ['亿', 1e8], ['億', 1e8]]);
const HAN_NUMBER = /负?[〇零一二三四五六七八九两壹贰叁肆伍陆柒捌玖十拾百佰千仟万萬亿億]+(?:点[〇零一二三四五六七八九]+)?/g;
/** 一 is no number in these. */
const NO_NUMBER = /^(?:一[下起些样定直般切旦向律致共会儿边面方]|十分|千万别|万一|三方)/;

/** 两百三十五点五, 一万二, 二〇二六; undefined where it is none. */
export function hanNumber(text: string): number | undefined {
  const [whole = '', fraction] = text.replace('负', '').split('点');
  const integer = hanInteger(whole);
  if (integer === undefined) return undefined;
  const value = fraction === undefined ? integer : Number(`${integer}.${Array.from(fraction, (each) => DIGITS.get(each) ?? '').join('')}`);
  return text.startsWith('负') ? -value : value;
}

function hanInteger(text: string): number | undefined {
  const chars = Array.from(text);
  if (chars.every((each) => DIGITS.has(each))) return chars.length === 0 ? undefined : Number(chars.map((each) => DIGITS.get(each)).join(''));
  let total = 0;
  let section = 0;
  let digit: number | undefined;
  let unit = 1;
  for (const char of chars) {
    const value = DIGITS.get(char);
    if (value !== undefined) {
      if (digit !== undefined && digit !== 0) return undefined;
      digit = value;
      if (value === 0) unit = 1;
      continue;
    }
    unit = UNITS.get(char) ?? 1;
    if (unit === 1e8) {
      total = (total + section + (digit ?? 0) || 1) * unit;
      section = 0;
    } else if (unit === 1e4) {
      total += (section + (digit ?? 0) || 1) * unit;
      section = 0;
    } else {
      section += (digit === undefined || digit === 0 ? 1 : digit) * unit;
    }
    digit = undefined;
  }
  // 一万二 is 12,000: a last digit counts in the unit below the last one.
  return total + section + (digit ?? 0) * (unit > 1 ? unit / 10 : 1);
}

const WORDS: ReadonlyMap<string, number> = new Map([
  ...['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve', 'thirteen', 'fourteen', 'fifteen', 'sixteen', 'seventeen', 'eighteen', 'nineteen'].map((word, value) => [word, value] as const),
  ...['twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'].map((word, index) => [word, (index + 2) * 10] as const),
]);
const SCALES: ReadonlyMap<string, number> = new Map([['hundred', 100], ['thousand', 1e3], ['million', 1e6], ['billion', 1e9]]);
const NAMED = [...WORDS.keys(), ...SCALES.keys()].join('|');
const ENGLISH = new RegExp(`\\b(?:${NAMED})(?:(?:\\s+|-|\\s+and\\s+)(?:${NAMED}))*(?:\\s+point(?:\\s+(?:zero|one|two|three|four|five|six|seven|eight|nine))+)?\\b`, 'gi');

/** `two hundred and thirty-five point five`; undefined where it is none. */
export function englishNumber(text: string): number | undefined {
  const [whole = '', fraction] = text.toLowerCase().split(/\s+point\s+/);
  let total = 0;
  let section = 0;
  let last = Infinity;
  for (const word of whole.split(/[\s-]+/)) {
    const value = WORDS.get(word);
    const scale = SCALES.get(word);
    if (value !== undefined) {
      // "one two" are two numbers, "twenty two" is one.
      if (last < 100 && !(last >= 20 && value < 10 && value > 0)) return undefined;
      section += value;
      last = value;
    } else if (scale === 100) {
      section = (section || 1) * 100;
      last = Infinity;
    } else if (scale !== undefined) {
      total += (section || 1) * scale;
      section = 0;
      last = Infinity;
    }
  }
  const decimals = fraction?.split(/\s+/).map((word) => WORDS.get(word)).join('');
  return Number(decimals === undefined ? total + section : `${total + section}.${decimals}`);
}

const ARABIC = /(?<![\d.A-Za-z]|\d,)[-−]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?![\d])(?:\s*(?<unit>[十百千万亿]+|k\b|m\b))?/gi;
const SHORT: ReadonlyMap<string, number> = new Map([['k', 1e3], ['m', 1e6]]);

function arabicNumber(text: string, unit: string | undefined): number {
  const value = Number(text.slice(0, text.length - (unit?.length ?? 0)).trim().replaceAll(',', '').replace('−', '-'));
  const scale = unit === undefined ? 1 : (SHORT.get(unit.toLowerCase()) ?? Array.from(unit, (each) => UNITS.get(each) ?? 1).reduce((a, b) => a * b, 1));
  return Number((value * scale).toPrecision(15));
}

/** Letters and digits with marks between them: `A-4711`, and `3-5` as well. */
const JOINED = /(?<![a-z\d])[a-z\d]+(?:[-−–_/][a-z\d]+)+/g;

/** Where identifiers stand in them: digits behind what begins with a letter (`A-47-11`), and before a capital or what goes on with digits (`4711-B`, `12-AB-34`), are a name. A unit makes none (`5kg-10kg`, `16-GB`, `60-W`). */
const identifiersIn = (folded: string, text: string): readonly Span[] =>
  Array.from(folded.matchAll(JOINED)).flatMap(({ 0: joined, index }) => {
    const first = /(?<![a-z\d])[a-z]/.exec(joined)?.index;
    const capitals = /[-−–_](?:(?![VWALKCFMG](?![A-Za-z\d\-−–_]))[A-Z](?![A-Za-z])|[A-Z]+[-−–_]?\d)/u.exec(text.slice(index, index + joined.length).normalize('NFKC'))?.index;
    const from = capitals === undefined ? first : 0;
    return from === undefined ? [] : [{ from: index + from, to: index + joined.length }];
  });

/** Longer texts are searched this far: nobody gives so many numbers. */
const MOST_LENGTH = 2_000;

/** Numbers of a text from left to right: Arabic (1,299.50, 3.5万, 12k), Chinese numerals, English words. */
export function extractNumber(text: string): readonly NumberMention[] {
  const folded = fold(text.slice(0, MOST_LENGTH));
  const names = identifiersIn(folded, text);
  const mentions: NumberMention[] = [];
  const add = (from: number, to: number, value: number | undefined): void => {
    if (value !== undefined && Number.isFinite(value) && !mentions.some((other) => other.from < to && from < other.to)) mentions.push({ from, to, value });
  };
  for (const { 0: match, index, groups } of folded.matchAll(ARABIC)) if (!names.some(({ from, to }) => from <= index && index < to)) add(index, index + match.length, arabicNumber(match, groups?.['unit']));
  for (const { 0: match, index } of folded.matchAll(HAN_NUMBER)) if (!NO_NUMBER.test(folded.slice(index))) add(index, index + match.length, hanNumber(match));
  for (const { 0: match, index } of folded.matchAll(ENGLISH)) add(index, index + match.length, englishNumber(match));
  return mentions.sort((a, b) => a.from - b.from);
}
