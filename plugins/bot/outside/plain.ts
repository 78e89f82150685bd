const THOUGHT = /^\s*<think>[\s\S]*?<\/think>/i;
const BREAKS = /<br *\/?>|<\/(?:p|div|li|h[1-6])>/gi;
const TAGS = /<\/?[a-z!][^<>]{0,500}>/gi;
/** Whoever nests them deeper gets no tag either. */
const ROUNDS = 4;
const OPENERS = /<(?=[/a-z!])/gi;
/** A link or an image of Markdown: its words, and where it leads. */
const LINKS = /!?\[([^[\]]{0,300})\]\(([^()\s]{1,500})[^()]{0,200}\)/g;
const MARKS = /(\*\*|__|~~|`{1,3})(?=\S)([^\n]{0,300}?\S)\1/g;
const HEADINGS = /^ {0,3}#{1,6} +/gm;

/** Some models think aloud before they answer. */
export const withoutThought = (written: string): string => written.replace(THOUGHT, '');

/** What a model wrote, as plain text without tags and marks; of a link both words and address stay. */
export function plain(written: string): string {
  return untagged(written.replaceAll(BREAKS, '\n').replaceAll(LINKS, '$1 $2')).replaceAll(MARKS, '$2').replaceAll(HEADINGS, '').replaceAll(/[^\S\n]+/g, ' ').replaceAll(/\n{3,}/g, '\n\n').toWellFormed().trim();
}

/** What is between two tags may be one as soon as they are gone. */
function untagged(text: string): string {
  let untagged = text;
  for (let round = 0; round < ROUNDS; round++) untagged = untagged.replaceAll(TAGS, '');
  return untagged.replaceAll(OPENERS, '');
}
