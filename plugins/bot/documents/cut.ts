/** A part of a document, as long as an answer needs it. */
export interface Part {
  /** The headings that it stands under, outermost first. */
  readonly heading: string;
  readonly text: string;
}

/** UTF-16 units: what is shorter is joined with what follows it under the same heading, what is longer is cut between sentences. */
const USUAL = 600;
const HEADING = /^ {0,3}(#{1,6})\s+(.+?)\s*#*$/;
const FENCE = /^ {0,3}(?:```|~~~)/;
/** Behind the end of a sentence. */
const SENTENCES = /(?<=[。！？!?…]["'”’」』）)]?)(?=\S)|(?<=[.!?;]["'”’)]?)\s+|\n/u;

/** Cuts a text, or Markdown, into parts: by headings, then by paragraphs. */
export function cut(document: string): readonly Part[] {
  const parts: Part[] = [];
  const path: string[] = [];
  let lines: string[] = [];
  let fenced = false;
  const flush = (): void => {
    const heading = path.filter((each) => each !== '').join(' › ');
    for (const text of joined(lines.join('\n'))) parts.push({ heading, text });
    lines = [];
  };
  for (const line of document.replaceAll('\r\n', '\n').split('\n')) {
    if (FENCE.test(line)) fenced = !fenced;
    const [, signs, title] = (fenced ? null : HEADING.exec(line)) ?? [];
    if (signs === undefined || title === undefined) {
      lines.push(line);
      continue;
    }
    flush();
    path.length = signs.length - 1;
    path.push(title);
    for (let at = 0; at < path.length; at++) path[at] ??= '';
  }
  flush();
  return parts;
}

/** Paragraphs, put together to about as much as is usual. */
function joined(section: string): readonly string[] {
  const texts: string[] = [];
  let open = '';
  for (const paragraph of section.split(/\n\s*\n/).map((text) => text.trim()).filter((text) => text !== '')) {
    for (const piece of paragraph.length <= USUAL ? [paragraph] : pieces(paragraph)) {
      const together = open === '' ? piece : `${open}\n\n${piece}`;
      if (together.length <= USUAL) {
        open = together;
        continue;
      }
      if (open !== '') texts.push(open);
      open = piece;
    }
  }
  return open === '' ? texts : [...texts, open];
}

/** Of a long paragraph: whole sentences, as long as they are none too long themselves. */
function pieces(paragraph: string): readonly string[] {
  const found: string[] = [];
  let open = '';
  const close = (): void => {
    if (open.trim() !== '') found.push(open.trim());
    open = '';
  };
  for (const sentence of paragraph.split(SENTENCES)) {
    if (open.length + 1 + sentence.length > USUAL) close();
    for (let at = 0; at < sentence.length; at += USUAL) {
      if (at > 0) close();
      open += `${open === '' ? '' : ' '}${sentence.slice(at, at + USUAL).toWellFormed()}`;
    }
  }
  close();
  return found;
}
