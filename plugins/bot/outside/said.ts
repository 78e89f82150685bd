import type { BotSays } from 'parlor/plugin';
import type { Brain } from '../brain.ts';
import { filled } from '../words.ts';
import type { FromOutside, OutsideAnswer } from './ask.ts';

/** What agents read beside an answer from outside. */
const WORDS = {
  en: { model: 'Written by the language model from: {sources}', engine: 'Answered by the bot “{name}”, which runs elsewhere.', none: 'nothing that the bot knows' },
  'zh-CN': { model: '由大语言模型生成，资料：{sources}', engine: '由外部机器人“{name}”回答。', none: '无' },
} as const;

const MOST_TITLE = 80;

/** An answer from outside as a chat has it: words for the visitor, or a suggestion for the agent, and where they are from for agents. */
export function saidFromOutside({ notes }: Brain, answer: OutsideAnswer, traces: FromOutside['traces'], to: 'answer' | 'suggest'): readonly BotSays[] {
  const words = WORDS[notes];
  const sources = (traces.at(-1)?.sources ?? []).filter(({ cited }) => cited).map(({ n, score, title }) => `[${n}] ${title.slice(0, MOST_TITLE).toWellFormed()} (${Math.round(score * 100)}%)`);
  const note = answer.by === 'engine' ? filled(words.engine, { name: answer.of }) : filled(words.model, { sources: sources.length === 0 ? words.none : sources.join(' · ') });
  const said: BotSays = to === 'suggest' ? { kind: 'suggestion', text: answer.text } : answer.choices.length > 0 ? { kind: 'quick-replies', text: answer.text, choices: answer.choices } : { kind: 'text', text: answer.text };
  return [said, { kind: 'note', text: note }];
}
