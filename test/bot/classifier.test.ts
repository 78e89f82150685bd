import type { Worker } from 'node:worker_threads';
import fc from 'fast-check';
import { beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { SIGNS } from '../../plugins/bot/engine/intent/confidence.ts';
import { Model, pack, type Classified } from '../../plugins/bot/engine/intent/model.ts';
import { Planes } from '../../plugins/bot/engine/intent/planes.ts';
import { Space } from '../../plugins/bot/engine/intent/space.ts';
import { train } from '../../plugins/bot/engine/intent/train.ts';
import type { Utterance } from '../../plugins/bot/engine/intent/utterance.ts';
import { BY_WORDS } from '../../plugins/bot/engine/intent/views.ts';
import { prepareChinese } from '../../plugins/bot/engine/text/jieba.ts';
import { longestWait } from './support/longest-wait.ts';

const SAID: Readonly<Record<string, readonly string[]>> = {
  refund: ['I want my money back', 'please refund me', 'how do I get a refund', 'can you return my money', '我要退款', '钱什么时候退给我'],
  hours: ['when are you open', 'what are your opening hours', 'are you open on Sunday', 'until when is the shop open', '你们几点开门', '周日营业吗'],
  agent: ['let me talk to a human', 'I want to speak with a person', 'give me an agent', 'is there anybody real here', '转人工', '我要找客服'],
};
const utterances: readonly Utterance[] = Object.entries(SAID).flatMap(([intent, texts]) => texts.map((text) => ({ intent, text })));
/** With so many there is no choice of views. */
const repeated = Array.from({ length: 60 }, () => utterances).flat();
const surest = ({ guesses: [first] }: Classified): number => first?.confidence ?? 0;

let model: Model;
beforeAll(async () => {
  model = await train(utterances);
});

it.each([
  ['could I have a refund for this', 'refund'], ['are you open tomorrow', 'hours'], ['I need to talk to somebody, a human please', 'agent'],
  ['帮我退款', 'refund'], ['几点关门', 'hours'], ['人工客服', 'agent'],
])('%s means %s', (text, intent) => {
  expect(model.classify(text).guesses[0]).toMatchObject({ intent });
});

it('is surer of what it was trained for than of anything else', () => {
  const strange = ['my cat sings opera', '今天天气真好', 'quantum chromodynamics'].map((text) => surest(model.classify(text)));
  const known = ['refund please', 'when do you open', '我要人工'].map((text) => surest(model.classify(text)));
  expect(Math.min(...known)).toBeGreaterThan(Math.max(...strange));
});

it('is less sure of what it was told is none of the intents, and never guesses that', async () => {
  const told = await train([...utterances, ...['what is the weather', 'will it rain on Sunday', 'tell me a joke', 'sing a song'].map((text) => ({ text, intent: null }))]);
  expect(told.intents).toEqual(Object.keys(SAID));
  const guessed = told.classify('will it rain or snow on Sunday', 10);
  expect(guessed.guesses).toHaveLength(3);
  expect(surest(guessed)).toBeLessThan(surest(model.classify('will it rain or snow on Sunday')));
});

it('takes synonyms of the vocabulary for the same', async () => {
  const vocabulary = [{ word: 'refund', synonyms: ['rimborso'] }];
  const versed = await train(utterances, { vocabulary });
  expect(versed.classify('rimborso')).toEqual(versed.classify('refund'));
  expect((await Model.load(versed.bytes)).classify('rimborso')).toEqual(versed.classify('refund'));
});

describe('a model that was written down', () => {
  it('answers the same', async () => {
    const again = await Model.load(model.bytes.slice());
    fc.assert(fc.property(fc.oneof(fc.constantFrom(...utterances.map(({ text }) => text)), fc.string({ unit: 'grapheme' })), (text) => {
      expect(again.classify(text)).toEqual(model.classify(text));
    }));
  });

  it('is read from anywhere in a buffer', async () => {
    const moved = new Uint8Array(model.bytes.length + 1);
    moved.set(model.bytes, 1);
    expect((await Model.load(moved.subarray(1))).classify('refund')).toEqual(model.classify('refund'));
  });

  it('is read as one view of words where it is older than views', async () => {
    const ofWords = await train(repeated);
    const text = Buffer.from(ofWords.bytes).toString('latin1');
    expect(text.includes('"views":[[1,1,1,0]]')).toBe(true);
    const older = Buffer.from(text.replace('"views"', '"other"'), 'latin1');
    expect((await Model.load(new Uint8Array(older))).classify('refund')).toEqual(ofWords.classify('refund'));
  });

  it('is refused where it is damaged', async () => {
    for (const bytes of [new Uint8Array(), new Uint8Array(64), model.bytes.subarray(0, -1), model.bytes.slice(4)]) {
      await expect(Model.load(bytes)).rejects.toMatchObject({ code: 'bad-model' });
    }
    const head = model.bytes.slice();
    head[16] = 0;
    await expect(Model.load(head)).rejects.toMatchObject({ code: 'bad-model' });
  });
});

it('is trained to the same each time', async () => {
  expect((await train(utterances)).bytes).toEqual(model.bytes);
});

it('knows nothing of an empty text, and does not fail', () => {
  expect(model.classify(' ?! ')).toEqual({ guesses: [], known: 0 });
});

describe('a training', () => {
  it('needs two intents to tell apart', async () => {
    await expect(train([{ text: 'hi', intent: 'hello' }, { text: 'what', intent: null }])).rejects.toMatchObject({ code: 'too-few-intents' });
  });

  it('works with two utterances, and with texts without words', async () => {
    const tiny = await train([{ text: 'yes', intent: 'yes' }, { text: 'no', intent: 'no' }, { text: '…', intent: 'no' }]);
    expect(tiny.classify('yes').guesses[0]).toMatchObject({ intent: 'yes' });
  });

  it('is bounded', async () => {
    await expect(train(Array.from({ length: 50_001 }, () => ({ text: 'hi', intent: 'hello' })))).rejects.toMatchObject({ code: 'too-many-utterances' });
    await expect(train(Array.from({ length: 1_001 }, (_, i) => ({ text: 'hi', intent: `${i}` })))).rejects.toMatchObject({ code: 'too-many-intents' });
  });

  const many = Array.from({ length: 15_000 }, (_, i) => ({ text: `word${i % 150} other${i % 977} thing${i % 31} ${i}`, intent: `intent ${i % 150}` }));

  it('ends when it is told to', async () => {
    const reason = new Error('enough');
    await expect(train(many, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    const controller = new AbortController();
    const training = train(many, { signal: controller.signal });
    setTimeout(() => controller.abort(reason), 300);
    const before = performance.now();
    await expect(training).rejects.toBe(reason);
    expect(performance.now() - before).toBeLessThan(2_000);
  });

  it('takes the thread of the one before, unless that was ended', async () => {
    let begun = 0;
    const count = (): void => void begun++;
    process.on('worker', count);
    onTestFinished(() => void process.off('worker', count));
    const few = utterances.slice(0, 8);
    await train(few);
    begun = 0;
    const both = await Promise.all([train(few), train(utterances)]);
    expect(begun).toBe(1);
    expect(both[1].bytes).toEqual(model.bytes);
    expect((await train(few)).bytes).toEqual(both[0].bytes);
    expect(begun).toBe(1);
    await expect(train(utterances, { signal: AbortSignal.timeout(1) })).rejects.toMatchObject({ name: 'TimeoutError' });
    await train(few);
    expect(begun).toBe(2);
  });

  it('keeps a thread for as long as it would, also where one before it ended by itself meanwhile', async () => {
    await expect(train(utterances, { signal: AbortSignal.timeout(1) })).rejects.toThrow();
    const threads: Worker[] = [];
    const note = (thread: Worker): void => void threads.push(thread);
    process.on('worker', note);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => {
      vi.useRealTimers();
      process.off('worker', note);
    });
    await train(utterances);
    const [quick, slow] = [train(utterances), train(utterances)]; // the second begins a thread
    await quick;
    vi.advanceTimersByTime(4_000);
    await threads[0]?.terminate();
    await slow;
    vi.advanceTimersByTime(4_000);
    await train(utterances);
    expect(threads).toHaveLength(2);
  });

  it('leaves the event loop to others', async () => {
    await prepareChinese();
    expect(await longestWait(() => train(repeated))).toBeLessThan(MOST_WAIT);
  });
});

/** 20 ms are promised, and measured by the bench; here code is compiled meanwhile. */
const MOST_WAIT = 60;

it('is read without holding up the event loop, however large it is', async () => {
  const [features, intents] = [100_000, 200];
  const bytes = pack({
    vocabulary: [], confusions: [], accuracy: null, intents: Array.from({ length: intents }, (_, i) => `intent ${i}`), signs: new Float32Array(SIGNS),
    space: new Space(Uint32Array.from({ length: features }, (_, i) => i), new Float32Array(features), BY_WORDS),
    planes: new Planes(new Int8Array(features * intents), new Float32Array(intents), new Float32Array(intents)),
  });
  await prepareChinese();
  expect(await longestWait(() => Model.load(bytes))).toBeLessThan(MOST_WAIT);
});
