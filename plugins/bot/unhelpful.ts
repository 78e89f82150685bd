import { normalize } from './engine/text/normalize.ts';

/** Whole messages only: a question about something useless is a question. Of what is normalised, so without apostrophes. */
const SAID: readonly RegExp[] = [
  /^(?:(?:no|well|sorry|but|ok(?:ay)?)[,. ]+)*(?:(?:that|this|it|you|your (?:answer|reply)|the (?:answer|reply)|that answer)s? )?(?:(?:is|was|are|were)(?: not|nt) |not )(?:very |really |at all |even )?(?:helpful|useful|what i (?:asked|meant|wanted|was asking)(?: for)?|an answer|right|correct)(?: at all)?[.! ]*$/,
  /^(?:(?:no|well|sorry|but|ok(?:ay)?)[,. ]+)*(?:(?:that|this|it|you|your (?:answer|reply)|the (?:answer|reply)) )?(?:did|does|do)(?: not|nt) (?:really |even )?(?:help|answer (?:my question|that|it)|understand(?: me| my question)?)(?: me)?(?: at all)?[.! ]*$/,
  /^(?:(?:no|well|sorry|but|ok(?:ay)?)[,. ]+)*(?:(?:that|this|it|your (?:answer|reply)|the (?:answer|reply))(?: is| was|s)? )?(?:(?:the |a )?wrong(?: answer)?|totally wrong|unhelpful|useless|no (?:help|use)(?: at all)?|nonsense|rubbish)[.! ]*$/,
  /^(?:你|您|这|这个|那|它|机器人|说的|的|回答|答案|回复|根本|完全|一点|都|真|太|还是|也|不对[,， ]*)*(?:没用|没有用|没什么用|没帮助|没有帮助|没帮上忙|答非所问|文不对题|不是我(?:要|想)?问的|不是我想要的|不是这个(?:问题|意思)|没有?听懂|没有?回答我的问题|回答错了|答错了|错误的?答案|没有?解决(?:我的)?(?:问题)?|解决不了(?:问题)?|听不懂人话|驴唇不对马嘴)(?:啊|呀|吧|了|的|呢|嘛|耶|诶)*[。!！~. ]*$/u,
];

const MOST_LENGTH = 60;

/** Whether words say that the last answer was none. */
export function saysUnhelpful(said: string): boolean {
  const text = normalize(said).trim();
  return text.length <= MOST_LENGTH && SAID.some((pattern) => pattern.test(text));
}
