import { spokenTime } from './engine/flow/wording.ts';
import type { Told } from './engine/session/session.ts';
import type { Profile } from './profile.ts';

/** What a bot says where nobody has given it words of its own. */
const WORDS = {
  en: {
    welcome: 'Hello! I am {name}. Ask me anything, or write “human” to talk to a person.',
    greeting: 'Hello! What can I do for you?',
    fallback: 'I am afraid I do not know that. Could you put it another way, or write “human” to talk to a person?',
    handover: 'I will get a colleague for you. Please stay here: they see what we have talked about.',
    waiting: 'A colleague will be with you as soon as possible; you keep your place.',
    unhelpful: 'I am sorry that did not help. Could you put it another way, or write “human” to talk to a person?',
    wordless: 'I cannot look into files; my colleagues can. Tell me in words what it is about, or write “human” to talk to a person.',
    didYouMean: 'Did you mean one of these?',
    none: 'None of these',
    summary: 'Handed over by {name}. Reason: {reason}. The visitor last asked: {question}',
    reasons: { asked: 'the visitor asked for a person', unknown: 'it did not know the answer', unhelpful: 'its answer did not help the visitor', node: 'the dialogue “{flow}” leads to a person', 'no-answer': 'no usable answer came in the dialogue “{flow}”', failed: 'the dialogue “{flow}” could not go on', intent: 'all is known for the intent “{intent}”' },
    reasonSummary: 'Handed over by {name}. Reason: {reason}.',
    noted: 'Thank you, I have noted that.',
    notedAs: 'Thank you, I have noted:',
    yes: 'Yes',
    no: 'No',
    human: ['human', 'real person', 'live agent', 'representative', 'operator', 'talk to someone'],
  },
  'zh-CN': {
    welcome: '您好，我是 {name}。有问题请直接问我；如需人工客服，请回复“人工”。',
    greeting: '您好，请问有什么可以帮您？',
    fallback: '抱歉，这个问题我还不会。您可以换个说法，或回复“人工”转接人工客服。',
    handover: '正在为您转接人工客服，请稍候。客服可以看到我们的聊天内容。',
    waiting: '人工客服会尽快接待您，您的排队位置会保留。',
    unhelpful: '抱歉没有帮到您。您可以换个说法再问一次，或回复“人工”转接人工客服。',
    wordless: '我还看不了图片和文件，人工客服可以查看。请用文字告诉我您的问题，或回复“人工”转接人工客服。',
    didYouMean: '您想问的是不是：',
    none: '都不是',
    summary: '由 {name} 转接。原因：{reason}。访客最后的问题：{question}',
    reasons: { asked: '访客要求人工客服', unknown: '机器人无法回答', unhelpful: '机器人的回答没有帮到访客', node: '流程“{flow}”转接人工', 'no-answer': '流程“{flow}”未得到有效回答', failed: '流程“{flow}”无法继续', intent: '意图“{intent}”所需的信息已收齐' },
    reasonSummary: '由 {name} 转接。原因：{reason}。',
    noted: '好的，已经记下了。',
    notedAs: '好的，已经记下：',
    yes: '是',
    no: '否',
    human: ['转人工', '人工客服', '人工服务', '真人', '客服', '人工'],
  },
} as const;

export type Words = (typeof WORDS)[Profile['language']];

/** Whatever language the bot speaks: whoever needs a person must get one. */
export const HUMAN_WORDS: readonly string[] = Object.values(WORDS).flatMap(({ human }) => human);

/** As a whole message they ask for a person; in a sentence they may be about anything. */
export const HUMAN_ALONE: ReadonlySet<string> = new Set(['agent', 'person', 'someone', 'somebody']);

/** Sentences in which somebody asks for a person, of at most 120 characters: a verb and whom they want. Normalised. */
export const asksForPersonIn = (said: string): boolean =>
  said.length <= 120 && (/\b(?:speak|talk|chat|connect me|transfer me|put me through|get me)\b.*\b(?:human|person|agent|someone|somebody|representative|operator|colleague|member of staff|real people)\b/.test(said) || /(?:转|找|要|接|叫|换|联系)[到给个一下]{0,3}(?:人工|真人|客服)/u.test(said));

/** As whole messages, normalised: no question that a bot could miss. */
export const GREETINGS: ReadonlySet<string> = new Set(['hi', 'hello', 'hey', 'hi there', 'hello there', 'good morning', 'good afternoon', 'good evening', '你好', '您好', '在吗', '在么', '嗨', '哈喽', '早上好', '下午好', '晚上好']);

/** Of a BCP 47 tag; null where there are no words for it. */
export const languageOf = (locale: string): Profile['language'] | null => (/^zh\b/i.test(locale) ? 'zh-CN' : /^en\b/i.test(locale) ? 'en' : null);

export const wordsOf = ({ language }: Pick<Profile, 'language'>): Words => WORDS[language];

/** Puts values in the place of `{names}`. */
export const filled = (text: string, values: Readonly<Record<string, string>>): string => text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => (Object.hasOwn(values, name) ? (values[name] ?? '') : whole));

/** Something that was told, as people say it: a time has a day and an hour of the clock that it was read by. `now` in ms since the epoch. */
export const spokenTold = (told: Told, { language }: Pick<Profile, 'language'>, now: number): string => (told.dictionary === '@TIME' ? spokenTime(told, language === 'zh-CN' ? 'zh' : 'en', now) : told.value);
