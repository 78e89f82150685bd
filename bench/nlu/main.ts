import { writeFile } from 'node:fs/promises';
import { digits, table } from '../table.ts';
import { isLarge, lighter, measured, type Row } from './accuracy.ts';
import { clinc, present, readCorpora, readFaqs } from './corpora.ts';
import { leaveOneOut, type FaqResult, type Quantiles } from './faq.ts';
import { nlpjs, ours, plain, type Learner } from './learners.ts';
import { asked } from '../usage.ts';
import { USAGE, isWanted, readOptions, type Options } from './options.ts';
import { measureScope } from './scope.ts';
import { measureSearch, measureTraining, type Latency } from './speed.ts';

const skipped = (name: string): void => console.log(`${name}: skipped, there is no such file`);
const percent = (value: number): string => value.toFixed(1);
const spread = ({ max, p50, p99 }: Latency): string => `p50 ${digits(p50)}, p99 ${digits(p99)}, at most ${digits(max)} ms`;

async function accuracy(options: Options): Promise<readonly Row[]> {
  const quick = options.peers.includes('plain') ? [ours, plain] : [ours];
  const all = options.peers.includes('nlp.js') ? [...quick, nlpjs] : quick;
  const rows: Row[] = [];
  const measure = async (...[corpus, learners]: Parameters<typeof measured>): Promise<void> => {
    const row = await measured(corpus, learners);
    rows.push(row);
    console.log(`${row.set}: ${row.scores.map((score) => `${score.learner} ${percent(score.accuracy)} %`).join(', ')}`);
  };
  for await (const corpus of readCorpora(options, skipped)) {
    const slow = all.includes(nlpjs) && isLarge(corpus, options.peerMost);
    await measure(corpus, slow ? quick : all);
    // The same for all: fewer utterances are no fault of the peer's.
    const light = slow ? lighter(corpus, options.peerMost) : undefined;
    if (light !== undefined) await measure(light, all);
  }
  if (rows.length > 0) console.log(`\n${printAccuracy(rows, all)}\n`);
  return rows;
}

function printAccuracy(rows: readonly Row[], learners: readonly Learner[]): string {
  const cells = (row: Row, learner: Learner): readonly string[] => {
    const score = row.scores.find((each) => each.learner === learner.name);
    return score === undefined ? ['-', '-', '-'] : [percent(score.accuracy), digits(score.train), digits(score.query)];
  };
  const head = ['right of 100', 'trained', 'asked', ...learners.flatMap(({ name }) => [name, 'train s', 'query ms'])];
  return table(head, rows.map((row) => [row.set, `${row.trained}`, `${row.asked}`, ...learners.flatMap((learner) => cells(row, learner))]));
}

async function scope({ data }: Options): Promise<object | undefined> {
  const corpus = await present(clinc(data));
  if (corpus === undefined) return void skipped('out of scope');
  const results = await measureScope(corpus);
  for (const { atRecall, auroc, precision, trainedWith } of results) {
    console.log(`out of scope, trained with ${trainedWith}: AUROC ${auroc.toFixed(3)}; right in scope, of 100, with so much refused: ${atRecall.map((at) => `${at.recall * 100} %: ${percent(at.accuracy)}`).join(', ')}`);
    console.log(`  right answers, of 100, by confidence: ${precision.map(({ answers, from, right }) => `from ${from} on ${percent(right)} (${answers} answers)`).join(', ')}`);
  }
  return results;
}

async function faq({ data, quick }: Options): Promise<object | undefined> {
  const faqs = await present(readFaqs(data));
  if (faqs === undefined) return void skipped('FAQ');
  const { results, scores } = leaveOneOut(faqs, quick);
  const sum = (of: keyof Omit<FaqResult, 'name'>): number => results.reduce((total, result) => total + result[of], 0);
  const all: FaqResult = { name: 'all', asked: sum('asked'), first: sum('first'), third: sum('third') };
  const rows = [...results, all].filter(({ asked }) => asked > 0).map(({ asked, first, name, third }) => [name, `${asked}`, percent((100 * first) / asked), percent((100 * third) / asked)]);
  console.log(`\n${table(['FAQ, one left out', 'asked', 'hit@1', 'hit@3'], rows)}`);
  const quantiles = ({ p5, p50, p95 }: Quantiles): string => [p5, p50, p95].map((value) => value.toFixed(2)).join(' ');
  console.log(`scores p5 p50 p95: right ${quantiles(scores.right)}, wrong ${quantiles(scores.wrong)}, asked of another bot ${quantiles(scores.strange)}`);
  return { results: [...results, all], scores };
}

async function speed({ data }: Options): Promise<object | undefined> {
  const [corpus, faqs] = [await present(clinc(data)), await present(readFaqs(data))];
  if (corpus === undefined || faqs === undefined) return void skipped('speed');
  const training = await measureTraining(corpus.train, corpus.val.map(({ text }) => text));
  const { blocked, bytes, intents, query, seconds, utterances } = training;
  console.log(`\n${utterances} utterances, ${intents} intents: trained in ${digits(seconds)} s, ${digits(bytes / 1e6)} MB; query ${spread(query)}`);
  console.log(`event loop stood still at most: dictionary ${digits(blocked.dictionary)}, training ${digits(blocked.training)}, loading ${digits(blocked.loading)} ms`);
  const chinese = faqs.flatMap(({ questions }) => questions.map(({ text }) => text));
  const texts = [...new Set([...chinese, ...corpus.train.map(({ text }) => text)])];
  const step = Math.max(1, Math.floor(chinese.length / 1_000));
  // In both languages, and none that is there already.
  const asked = [...chinese.filter((_, i) => i % step === 0).map((text) => `请问${text.slice(1)}`), ...corpus.val.slice(0, 1_000).map(({ text }) => text)];
  const search = measureSearch(texts, asked);
  console.log(`${search.entries} entries: search ${spread(search.search)}; set ${spread(search.set)}`);
  return { training, search };
}

async function main(options: Options): Promise<void> {
  // Before anything has warmed up or filled the memory.
  const speedResult = isWanted(options, 'speed') ? await speed(options) : undefined;
  const faqResult = isWanted(options, 'faq') ? await faq(options) : undefined;
  const scopeResult = isWanted(options, 'scope') ? await scope(options) : undefined;
  console.log('');
  const accuracyResult = await accuracy(options);
  if (options.json !== undefined) await writeFile(options.json, `${JSON.stringify({ options: { ...options, data: undefined }, accuracy: accuracyResult, scope: scopeResult, faq: faqResult, speed: speedResult }, null, 2)}\n`);
}

await main(asked(USAGE, readOptions));
