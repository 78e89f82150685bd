import { blank } from './flow.ts';
import type { Draft, FlowNode, Kind, NodeOf, Start } from './flow.ts';
import { layOut } from './layout.ts';

export const TEMPLATES = ['contact', 'repair', 'answer'] as const;
export type Template = (typeof TEMPLATES)[number];

type Language = Draft['flow']['language'];
/** A text in both languages of bots. */
type Both = readonly [en: string, zh: string];

/** What a node of a template is drawn as, before there is anything to measure. */
const HEIGHT = 130;

const node = <K extends Kind>(is: K, id: string, fields: Partial<NodeOf<K>>): FlowNode => ({ ...blank(is, id), ...fields });
const draw = (language: Language, start: Start, nodes: readonly FlowNode[]): Draft => {
  const drawn: Draft = { flow: { language, start: nodes[0]?.id ?? '', nodes, faq: true, human: true, texts: {} }, places: [], start };
  return { ...drawn, places: layOut(drawn, () => HEIGHT) };
};

/** A drawing with nothing on it but where one begins. */
export const empty = (language: Language): Draft => draw(language, { phrases: [], whenBegun: false }, [node('message', 'message-1', {})]);

/** A drawing to begin with, in the language of the bot. */
export function fromTemplate(template: Template, language: Language): Draft {
  const say = ([en, zh]: Both): string => (language === 'zh' ? zh : en);
  const choice = (value: string, label: Both) => ({ value: language === 'zh' ? say(label) : value, label: say(label), synonyms: [] });
  switch (template) {
    case 'contact': return draw(language, { phrases: [say(['leave my details', '留下联系方式']), say(['call me back', '给我回电话'])], whenBegun: false }, [
      node('message', 'message-1', { text: say(['Gladly. Three short questions, and a colleague gets back to you.', '好的，请回答三个小问题，稍后会有同事联系您。']), next: 'question-1' }),
      node('question', 'question-1', { slot: say(['name', '称呼']), type: 'text', text: say(['What is your name?', '请问怎么称呼您？']), validate: { maxLength: 60 }, next: 'question-2' }),
      node('question', 'question-2', { slot: say(['phone', '电话']), type: 'phone', text: say(['At which number can we reach you, {{name}}?', '{{称呼}}，您的联系电话是？']), invalid: say(['This does not look like a phone number.', '这不像是电话号码。']), next: 'question-3' }),
      node('question', 'question-3', { slot: say(['topic', '事由']), type: 'text', text: say(['And what is it about?', '请问您想咨询什么？']), next: 'handoff-1' }),
      node('handoff', 'handoff-1', { summary: say(['{{name}} asks for a call: {{topic}}', '{{称呼}}请求回电：{{事由}}']), slots: language === 'zh' ? ['称呼', '电话', '事由'] : ['name', 'phone', 'topic'] }),
    ]);
    case 'repair': return draw(language, { phrases: [say(['I need a repair', '我要报修']), say(['it is broken', '坏了'])], whenBegun: false }, [
      node('question', 'question-1', { slot: say(['device', '设备']), type: 'choice', text: say(['What is broken?', '哪种设备需要维修？']), choices: [choice('washer', ['Washing machine', '洗衣机']), choice('fridge', ['Fridge', '冰箱']), choice('other', ['Something else', '其他'])], next: 'question-2' }),
      node('question', 'question-2', { slot: say(['problem', '故障']), type: 'text', text: say(['What is wrong with it?', '请描述一下故障现象。']), next: 'question-3' }),
      node('question', 'question-3', { slot: say(['day', '时间']), type: '@TIME', text: say(['When may somebody come?', '您希望什么时候上门？']), next: 'question-4' }),
      node('question', 'question-4', { slot: say(['agreed', '确认']), type: 'yes-no', text: say(['{{device}}, {{problem}}, {{day}}: shall I send this?', '{{设备}}，{{故障}}，{{时间}}上门，确认提交吗？']), fresh: true, next: 'condition-1' }),
      node('condition', 'condition-1', { cases: [{ match: 'all', when: [{ slot: say(['agreed', '确认']), is: 'equal', value: true }], next: 'handoff-1' }], otherwise: 'end-1' }),
      node('handoff', 'handoff-1', { summary: say(['Repair: {{device}}, {{problem}}, {{day}}', '报修：{{设备}}，{{故障}}，{{时间}}']), slots: language === 'zh' ? ['设备', '故障', '时间'] : ['device', 'problem', 'day'] }),
      node('end', 'end-1', { text: say(['All right, nothing was sent.', '好的，没有提交。']) }),
    ]);
    case 'answer': return draw(language, { phrases: [], whenBegun: true }, [
      node('question', 'question-1', { slot: say(['question', '问题']), type: 'text', text: say(['Hello! What can I do for you?', '您好！请问有什么可以帮您？']), next: 'faq-1' }),
      node('faq', 'faq-1', { next: 'question-2', otherwise: 'handoff-1' }),
      node('question', 'question-2', { slot: say(['solved', '已解决']), type: 'yes-no', text: say(['Did that answer your question?', '这解决了您的问题吗？']), fresh: true, next: 'condition-1' }),
      node('condition', 'condition-1', { cases: [{ match: 'all', when: [{ slot: say(['solved', '已解决']), is: 'equal', value: true }], next: 'end-1' }], otherwise: 'handoff-1' }),
      node('end', 'end-1', { text: say(['Glad to hear it. Have a good day!', '很高兴能帮到您，祝您愉快！']), solved: true }),
      node('handoff', 'handoff-1', { summary: say(['Not answered: {{question}}', '未能解答：{{问题}}']), slots: [say(['question', '问题'])] }),
    ]);
  }
}
