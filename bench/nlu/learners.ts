import { containerBootstrap, LangEn, Nlp } from '@nlpjs/basic';
import { LangZh } from '@nlpjs/lang-zh';
import { train } from '../../plugins/bot/engine/intent/train.ts';
import type { Said } from './folds.ts';
import { trainPlain } from './plain-svm.ts';

/** What learns intents: what it makes of utterances answers with the likeliest intent of a text. */
export interface Learner {
  readonly name: string;
  train(utterances: readonly Said[], language: 'en' | 'zh'): Promise<(text: string) => Promise<string | undefined> | string | undefined>;
}

export const ours: Learner = {
  name: 'Parlor',
  train: async (utterances) => {
    const model = await train(utterances);
    return (text) => model.classify(text, 1).guesses[0]?.intent;
  },
};

export const plain: Learner = { name: 'plain SVM', train: async (utterances) => trainPlain(utterances) };

/** The best of its guesses, also below its own threshold. */
export const nlpjs: Learner = {
  name: 'nlp.js',
  train: async (utterances, language) => {
    const container = await containerBootstrap();
    container.use(language === 'zh' ? LangZh : LangEn);
    const nlp = new Nlp({ container, languages: [language], autoSave: false, autoLoad: false, nlu: { log: false } });
    for (const { intent, text } of utterances) nlp.addDocument(language, text, intent);
    await nlp.train();
    return async (text) => (await nlp.process(language, text)).classifications[0]?.intent;
  },
};
