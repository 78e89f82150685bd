import type { Span } from './pattern.ts';
import { Vocabulary } from './vocabulary.ts';

export type NameKind = 'person' | 'place' | 'organisation';

export interface NameMention extends Span {
  readonly kind: NameKind;
  readonly value: string;
}

/** Words of a text with their parts of speech, as jieba tags them: `nr`, `ns`, `nt`. In order, nothing in between left out but blanks. */
export type Tagged = (text: string) => readonly { readonly word: string; readonly tag: string }[];

const KINDS: ReadonlyMap<string, NameKind> = new Map<string, NameKind>([['nr', 'person'], ['nrt', 'person'], ['nrfg', 'person'], ['ns', 'place'], ['nt', 'organisation']]);
const HAN = /\p{Script=Han}/u;
const MOST_LENGTH = 2_000;

const CITIES = 'New York|Los Angeles|San Francisco|Chicago|Boston|Seattle|Washington|London|Manchester|Paris|Berlin|Munich|Hamburg|Frankfurt|Madrid|Barcelona|Rome|Milan|Vienna|Zurich|Geneva|Amsterdam|Brussels|Dublin|Lisbon|Stockholm|Oslo|Copenhagen|Helsinki|Warsaw|Prague|Budapest|Athens|Istanbul|Moscow|Dubai|Delhi|Mumbai|Bangalore|Singapore|Bangkok|Jakarta|Manila|Hanoi|Tokyo|Osaka|Kyoto|Seoul|Beijing|Shanghai|Guangzhou|Shenzhen|Hangzhou|Chengdu|Wuhan|Nanjing|Hong Kong|Macau|Taipei|Sydney|Melbourne|Auckland|Toronto|Vancouver|Montreal|Mexico City|Sao Paulo|Buenos Aires|Cairo|Lagos|Nairobi|Cape Town|Johannesburg';
const SHORT = 'USA|UK|UAE|America|England|Scotland|Korea|Turkey|Hong Kong|Macau';

/** Countries as the platform names them, in English and Chinese. */
function countries(): readonly string[] {
  const letters = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ');
  const codes = letters.flatMap((one) => letters.map((other) => one + other)).filter((code) => !/^(?:Q[M-Z]|X[A-Z]|ZZ|E[UZ]|UN)$/.test(code) || code === 'XK');
  return ['en', 'zh'].flatMap((language) => {
    const names = new Intl.DisplayNames(language, { type: 'region', fallback: 'none' });
    return codes.flatMap((code) => names.of(code)?.replace(/ \(.*\)|（.*）| SAR China|^中国(?=.+特别行政区)|特别行政区/gu, '') ?? []);
  });
}

const places = new Vocabulary([...CITIES.split('|'), ...SHORT.split('|'), ...countries()].map((word) => ({ word, synonyms: [] })));

const CAPITAL = String.raw`\p{Lu}[\p{L}'’-]{0,30}`;
const NAME = `${CAPITAL}(?:\\s${CAPITAL}){0,2}`;
/** What is a name because of the words beside it. The name is the group. */
const RULES: readonly { readonly kind: NameKind; readonly pattern: RegExp }[] = [
  { kind: 'person', pattern: new RegExp(`(?:\\b[Mm]y name is|\\b[Ii] am called|\\b[Tt]his is|\\b(?:Mr|Mrs|Ms|Dr|Prof)\\.?)\\s+(?<name>${NAME})`, 'gu') },
  { kind: 'organisation', pattern: new RegExp(`(?<name>(?:${CAPITAL}\\s){1,4}(?:Inc|Ltd|LLC|Corp|Corporation|Company|GmbH|Group|Bank|University|Hospital|Institute|Airlines|Hotel)\\b\\.?)`, 'gu') },
  { kind: 'organisation', pattern: new RegExp(`(?<name>University of ${NAME})`, 'gu') },
  { kind: 'place', pattern: new RegExp(`(?<name>\\d{1,5}\\s(?:${CAPITAL}\\s){1,3}(?:Street|St|Road|Rd|Avenue|Ave|Lane|Square|Drive|Boulevard)\\b)`, 'gu') },
  { kind: 'person', pattern: /(?:我叫|我是|我的名字是|姓名[:：]?\s*)(?<name>\p{Script=Han}{2,4}|[A-Z][a-z]+)(?=$|[\s,，。.!！、]|的|，)/gu },
  { kind: 'person', pattern: /(?<name>[王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕](?:先生|女士|小姐|老师|经理|总|医生))/gu },
  { kind: 'organisation', pattern: /(?<name>\p{Script=Han}{2,12}?(?:有限公司|股份公司|集团|大学|医院|银行|研究院|学院))/gu },
  { kind: 'place', pattern: /(?<name>(?:\p{Script=Han}{1,6}(?:省|自治区|市|区|县|镇|乡|街道|路|街|巷|大道)){2,5}(?:\d{1,5}号)?(?:\d{1,4}(?:室|楼|栋|单元)){0,3})/gu },
];
/** What a rule for Chinese takes along at its beginning. */
const BEFORE = /^(?:我们?|他|她|你|您|在|到|去|从|是|想|要|住|请|送|寄|发|给|把|往|来自|位于|地址)+/;

/** Persons, places and organisations: by rules, lists, and parts of speech, in this order where they disagree. */
export function findNames(text: string, tagged: Tagged): readonly NameMention[] {
  const said = text.slice(0, MOST_LENGTH);
  const names: NameMention[] = [];
  for (const each of [...byRule(said), ...byList(said), ...bySpeech(said, tagged)]) {
    if (each.to > each.from && !names.some((other) => each.from < other.to && other.from < each.to)) names.push(each);
  }
  return names.sort((a, b) => a.from - b.from);
}

const byRule = (text: string): readonly NameMention[] =>
  RULES.flatMap(({ kind, pattern }) => Array.from(text.matchAll(pattern), ({ 0: match, groups, index }) => {
    const name = groups?.['name'] ?? match;
    const value = HAN.test(name) && kind !== 'person' ? name.replace(BEFORE, '') : name;
    const to = index + match.lastIndexOf(name) + name.length;
    return { kind, from: to - value.length, to, value };
  }));

const byList = (text: string): readonly NameMention[] =>
  places.find(text).filter(({ from }) => /\p{Lu}|\p{Script=Han}/u.test(text.charAt(from))).map(({ from, to }) => ({ kind: 'place', from, to, value: text.slice(from, to) }));

/** Names of one kind that touch are one: 上海市浦东新区. */
function bySpeech(text: string, tagged: Tagged): readonly NameMention[] {
  const names: NameMention[] = [];
  let at = 0;
  for (const { tag, word } of tagged(text)) {
    const from = text.indexOf(word, at);
    if (from < 0) continue;
    at = from + word.length;
    const kind = KINDS.get(tag);
    if (kind === undefined) continue;
    const last = names.at(-1);
    if (last?.kind === kind && last.to === from && kind === 'place') names[names.length - 1] = { ...last, to: at, value: text.slice(last.from, at) };
    else names.push({ kind, from, to: at, value: word });
  }
  return names;
}
