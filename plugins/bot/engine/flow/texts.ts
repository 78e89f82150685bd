import { valueOf, type Scalar, type Values } from '../session/fill.ts';
import type { Flow, FlowText } from './schema.ts';

const TEXTS: Readonly<Record<Flow['language'], Readonly<Record<FlowText, string>>>> = {
  en: {
    askAgain: 'Sorry, I did not get that.',
    goOn: 'Shall we go on where we were?',
    cancelled: 'All right, I have stopped here.',
    nudge: 'Are you still there? Take your time.',
    handoff: 'A colleague will take over in a moment.',
  },
  zh: {
    askAgain: '抱歉，我没有听懂。',
    goOn: '我们接着刚才的继续，好吗？',
    cancelled: '好的，已经取消。',
    nudge: '您还在吗？不着急，慢慢来。',
    handoff: '稍等，马上为您转接同事。',
  },
};

/** What every flow says, in its own words where it has some. */
export const wordsOf = ({ language, texts }: Flow, which: FlowText): string => texts[which] ?? TEXTS[language][which];

/** A slot's value may be long, and a text may name it often. */
const MOST_LENGTH = 4_000;
const NAMED = /\{\{\s*([\p{L}_][\p{L}\p{N}_-]{0,63})\s*\}\}/gu;

/** `{{slot}}` becomes what is known of it, or nothing. What a visitor wrote is not looked at again: `{{…}}` in it stays. */
export function fillTemplate(template: string, slots: Values, shown: (value: Scalar, slot: string) => string = String): string {
  return template.replace(NAMED, (_, slot: string) => shown(valueOf(slots, slot) ?? '', slot)).slice(0, MOST_LENGTH);
}

/** The slot that is all of a text; null where there is anything besides. */
export function slotIn(template: string): string | null {
  const [only] = template.matchAll(NAMED);
  return only?.[0] === template.trim() ? (only[1] ?? null) : null;
}

/** The slots that a text names. */
export const slotsIn = (template: string): readonly string[] => Array.from(template.matchAll(NAMED), ([, slot]) => slot ?? '');
