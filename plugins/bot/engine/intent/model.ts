import { Tokenizer, type VocabularyEntry } from '../text/words.ts';
import { prepareChinese } from '../text/jieba.ts';
import { confidence, judge, SIGNS } from './confidence.ts';
import { featuresOf } from './features.ts';
import { Planes } from './planes.ts';
import { Space } from './space.ts';
import { BY_WORDS, type Views } from './views.ts';

/** What an utterance may mean. */
export interface Guess {
  readonly intent: string;
  /** That it is meant, 0 to 1: of answers with 0.8 about four in five are right; others are wrong or out of scope. */
  readonly confidence: number;
  /** How far on the side of this intent: 0 is the plane, 1 is sure. */
  readonly margin: number;
}

export interface Classified {
  /** The likeliest first. */
  readonly guesses: readonly Guess[];
  /** Share of the words that the training has seen, 0 to 1. */
  readonly known: number;
}

/** Of utterances of an intent that a trial had not seen, how many it took for which; null is for none of the intents. */
export interface Confusion {
  readonly intent: string;
  readonly taken: string | null;
  readonly times: number;
}

/** What a model is made of. */
export interface ModelParts {
  readonly vocabulary: readonly VocabularyEntry[];
  /** By class; null is what is none of the intents. */
  readonly intents: readonly (string | null)[];
  readonly space: Space;
  readonly planes: Planes;
  /** Weights of the signs, see confidence.ts. */
  readonly signs: Float32Array;
  /** Of its trials, the most first; what was right is among them. */
  readonly confusions: readonly Confusion[];
  /** Share of the utterances that a trial had not seen and took for the right intent, 0 to 1; null where there was none. */
  readonly accuracy: number | null;
}

export class ModelError extends Error {
  readonly code: 'bad-model';

  constructor(message: string) {
    super(message);
    this.code = 'bad-model';
  }
}

/** The first bytes of a model: what it is, and its form. */
const MAGIC = 0x314c_4e50;
const FORM = 1;
/** Magic, form, length of the head in bytes, features. */
const PREFIX = 16;
/** How soon the next guesses lose the first one's confidence, by margin. */
const FALL = 4;

/** Tells what somebody means, among the intents that it was trained for. */
export class Model {
  /** It, as it goes to disk. */
  readonly bytes: Uint8Array;
  readonly #parts: ModelParts;
  readonly #tokenizer: Tokenizer;
  readonly #none: number;

  private constructor(bytes: Uint8Array, parts: ModelParts, tokenizer: Tokenizer) {
    this.bytes = bytes;
    this.#parts = parts;
    this.#tokenizer = tokenizer;
    this.#none = parts.intents.indexOf(null);
  }

  /** Reads what `pack` wrote, without a copy where it lies on a boundary of 4 bytes. Throws a ModelError. `rest` is waited for between words of its vocabulary. */
  static async load(bytes: Uint8Array, rest: () => Promise<void> = async () => {}): Promise<Model> {
    await prepareChinese();
    const parts = unpack(bytes);
    return new Model(bytes, parts, await Tokenizer.inSlices(parts.vocabulary, rest));
  }

  /** Without null. */
  get intents(): readonly string[] {
    return this.#parts.intents.filter((intent) => intent !== null);
  }

  get confusions(): readonly Confusion[] {
    return this.#parts.confusions;
  }

  get accuracy(): number | null {
    return this.#parts.accuracy;
  }

  /** `most`: how many guesses. An utterance without a word has none. */
  classify(text: string, most = 3): Classified {
    const { intents, planes, signs, space } = this.#parts;
    const words = this.#tokenizer.words(text);
    if (words.length === 0) return { guesses: [], known: 0 };
    const placed = space.place(featuresOf(words, space.views));
    const margins = planes.margins(placed);
    const judged = judge(margins, placed, this.#none);
    const first = margins[judged.best] ?? 0;
    const sure = confidence(signs, judged.signs);
    const guesses = intents
      .flatMap((intent, place) => (intent === null ? [] : [{ intent, margin: margins[place] as number }])) // a margin a class
      .sort((a, b) => b.margin - a.margin)
      .slice(0, most)
      .map(({ intent, margin }) => ({ intent, confidence: sure * Math.exp(FALL * (margin - first)), margin }));
    return { guesses, known: placed.known[0] ?? 0 };
  }
}

/** One run of bytes: prefix, head in JSON, then the numbers, little-endian, the widest first. */
export function pack({ accuracy, confusions, intents, planes, signs, space, vocabulary }: ModelParts): Uint8Array<ArrayBuffer> {
  const head = new TextEncoder().encode(JSON.stringify({ intents, vocabulary, confusions, accuracy, views: space.views }));
  const numbers = [space.hashes, space.rarity, planes.scales, planes.biases, signs, planes.weights];
  const start = padded(PREFIX + head.length);
  const bytes = new Uint8Array(numbers.reduce((sum, { byteLength }) => sum + byteLength, start));
  new Uint32Array(bytes.buffer, 0, PREFIX / 4).set([MAGIC, FORM, head.length, space.size]);
  bytes.set(head, PREFIX);
  let at = start;
  for (const { buffer, byteLength, byteOffset } of numbers) {
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), at);
    at += byteLength;
  }
  return bytes;
}

function unpack(given: Uint8Array): ModelParts {
  const bytes = given.byteOffset % 4 === 0 ? given : given.slice();
  const { buffer, byteLength, byteOffset } = bytes;
  if (byteLength < PREFIX) throw new ModelError('a model is longer');
  const [magic, form, length = 0, size = 0] = new Uint32Array(buffer, byteOffset, PREFIX / 4);
  if (magic !== MAGIC || form !== FORM) throw new ModelError('this is no model of this form');
  const { accuracy, confusions, intents, views, vocabulary } = headOf(bytes.subarray(PREFIX, PREFIX + length));
  const classes = intents.length;
  let at = padded(PREFIX + length);
  if (byteLength !== at + 4 * (2 * size + 2 * classes + SIGNS) + size * classes) throw new ModelError('the model is cut off');
  const next = (count: number): number => {
    const from = byteOffset + at;
    at += 4 * count;
    return from;
  };
  const space = new Space(new Uint32Array(buffer, next(size), size), new Float32Array(buffer, next(size), size), views);
  const scales = new Float32Array(buffer, next(classes), classes);
  const biases = new Float32Array(buffer, next(classes), classes);
  const signs = new Float32Array(buffer, next(SIGNS), SIGNS);
  return { accuracy, confusions, intents, vocabulary, space, planes: new Planes(new Int8Array(buffer, byteOffset + at, size * classes), scales, biases), signs };
}

interface Head extends Pick<ModelParts, 'accuracy' | 'confusions' | 'intents' | 'vocabulary'> {
  readonly views: Views;
}

function headOf(bytes: Uint8Array): Head {
  try {
    // Models that were written before there were several views have none in their heads.
    const { accuracy = null, confusions = [], intents, views = BY_WORDS, vocabulary } = JSON.parse(new TextDecoder().decode(bytes)) as Pick<Head, 'intents' | 'vocabulary'> & Partial<Head>;
    if (Array.isArray(intents) && Array.isArray(vocabulary)) return { accuracy, confusions, intents, views, vocabulary };
  } catch {
    // Whatever it is, it is no head.
  }
  throw new ModelError('the head of the model is damaged');
}

/** Numbers of 4 bytes lie on a boundary of 4. */
const padded = (length: number): number => Math.ceil(length / 4) * 4;
