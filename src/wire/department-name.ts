import type { LocalText } from './plugin-api.ts';

/** What the first start calls its department: as long as nobody has chosen another name, everybody reads it in their language. */
export const FIRST_DEPARTMENT = 'Support';
const IN_WORDS: LocalText = { en: 'Support', 'zh-CN': '在线客服' };

/** What a reader of this language, a BCP 47 tag, knows it by. */
export const departmentNameIn = (name: string, locale: string): string => (name === FIRST_DEPARTMENT ? IN_WORDS[/^zh(?:-|$)/i.test(locale) ? 'zh-CN' : 'en'] : name);

/** All names by which somebody may know it, of one that a reader of any language calls `name`. */
export const departmentNames = (name: string): readonly string[] => (Object.values(IN_WORDS).includes(name) ? Object.values(IN_WORDS) : [name]);
