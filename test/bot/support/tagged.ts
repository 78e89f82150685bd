import { Jieba } from '@node-rs/jieba';
import { dict } from '@node-rs/jieba/dict.js';

const jieba = Jieba.withDict(dict);

/** Words with their parts of speech, as the engine is given them. */
export const tagged = (text: string): readonly { readonly word: string; readonly tag: string }[] => jieba.tag(text, true);
