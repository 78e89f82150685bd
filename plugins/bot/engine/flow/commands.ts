import { fold } from '../dictionary/vocabulary.ts';
import type { Flow } from './schema.ts';

export type Command = 'human' | 'cancel' | 'back';

const HUMAN = /转接?人工|^(?:请?找?|我?要)?(?:人工|真人)(?:客服|服务|坐席)?$|(?:找|要|换)(?:个)?(?:人工|真人)|\b(?:talk|speak|chat|connect me) (?:to|with) (?:a |an |some ?)?(?:real )?(?:human|person|agent|one|somebody|representative)\b|^(?:a )?(?:real )?(?:human|agent|operator|representative)(?: please)?$/;
const NOT_HUMAN = /(?:不|别)(?:要|用|需要|想)?(?:转|找)?(?:接)?(?:人工|真人)|\b(?:do not|don't|no need to) (?:want to )?(?:talk|speak|chat|connect)\b/;
const CANCEL = /^(?:please )?(?:cancel|stop|quit|exit|never ?mind|forget it)(?: (?:it|that|this|please))?$|^(?:算了|取消|不用了|不办了|退出|停止|结束)(?:吧|了)?$/;
const BACK = /^(?:go )?back(?: please)?$|^(?:previous|undo)$|^(?:返回|后退|上一步|回到?上一步|返回上一步)$/;

/** Marks and politeness at the ends say nothing. */
const bare = (text: string): string => fold(text).replace(/^[\s\p{P}]+|[\s\p{P}]+$/gu, '').slice(0, 200);

/** What holds at any place of a flow, where a text is nothing but that; a wish for a person may have words around it. */
export function commandOf(text: string, { commands, human }: Pick<Flow, 'commands' | 'human'>): Command | null {
  const said = bare(text);
  const own = (words: readonly string[]): boolean => words.some((word) => bare(word) === said);
  if (human && (own(commands.human) || (HUMAN.test(said) && !NOT_HUMAN.test(said)))) return 'human';
  if (own(commands.cancel) || CANCEL.test(said)) return 'cancel';
  return own(commands.back) || BACK.test(said) ? 'back' : null;
}

const YES = /^(?:yes|yeah|yep|yup|sure|ok|okay|correct|right|of course|please do|go on|continue|y|是|是的|对|对的|好|好的|可以|行|嗯|没错|确认|确定|继续|要|需要)(?:[\s\p{P}]|please|吧|啊|呀|的|啦)*$/u;
const NO = /^(?:no|nope|nah|not now|no thanks?|no thank you|n|不|不是|不对|不要|不用|不用了|不行|不可以|没有|否|不需要|不了|不继续)(?:[\s\p{P}]|please|吧|啊|呀|的|了|谢谢)*$/u;

/** True for yes, false for no, undefined for anything else. */
export function yesOrNo(text: string): boolean | undefined {
  const said = bare(text);
  if (YES.test(said)) return true;
  return NO.test(said) ? false : undefined;
}
