/** How the widget of a website looks and greets, as an administrator chose; what its page says itself (`parlorSettings`) goes before. */
export interface WidgetLook {
  /** `#rrggbb` in lower case; null for the house's own accent. */
  readonly color: string | null;
  readonly side: 'left' | 'right';
  /** By language. */
  readonly words: Readonly<Record<'en' | 'zh-CN', LookWords>>;
}

/** Plain text on one line; empty for the widget's own words. */
export interface LookWords {
  readonly title: string;
  /** Said while somebody is there to answer. */
  readonly subtitle: string;
}

/** The name of the `meta` in the frame's page that has it, as JSON; none where it is as by default. */
export const LOOK_META = 'parlor-look';

/** UTF-16 units. */
export const LOOK_LIMITS = { title: 60, subtitle: 160 } as const;

const silent: LookWords = { title: '', subtitle: '' };
export const DEFAULT_LOOK: WidgetLook = { color: null, side: 'right', words: { en: silent, 'zh-CN': silent } };

/** A colour as `#rrggbb`, of three digits or six with or without their `#`; null for anything else. */
export function hexOf(text: string): string | null {
  const [, digits = ''] = /^\s*#?([0-9a-f]{3}|[0-9a-f]{6})\s*$/iu.exec(text) ?? [];
  if (digits === '') return null;
  return `#${(digits.length === 3 ? digits.replaceAll(/./gu, '$&$&') : digits).toLowerCase()}`;
}

/** What was kept, or sent by another release: what cannot be is as by default. */
export function readLook(value: unknown): WidgetLook {
  const { color, side, words } = fieldsOf(value);
  const { en, 'zh-CN': zhCN } = fieldsOf(words);
  return { color: typeof color === 'string' ? hexOf(color) : null, side: side === 'left' ? 'left' : 'right', words: { en: readWords(en), 'zh-CN': readWords(zhCN) } };
}

export const isSameLook = (one: WidgetLook, other: WidgetLook): boolean => JSON.stringify(readLook(one)) === JSON.stringify(readLook(other));

function readWords(value: unknown): LookWords {
  const { title, subtitle } = fieldsOf(value);
  return { title: typeof title === 'string' ? title : '', subtitle: typeof subtitle === 'string' ? subtitle : '' };
}

const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> => (typeof value === 'object' && value !== null ? { ...value } : {});
