/** A part of a document, as long as an answer needs it. */
export interface Part {
  /** The headings that it stands under, outermost first. */
  readonly heading: string;
  readonly text: string;
}

/** UTF-16 units: what is shorter is joined with what follows it under the same heading, what is longer is cut between sentences. */
const USUAL = 600;
/** Of a heading, which each part under it carries along: what is longer is a text. */
const MOST_HEADING = 200;
const SIGNS = /^ {0,3}(#{1,6})\s/;
const FENCE = /^ {0,3}(?:```|~~~)/;
/** Behind the end of a sentence. */
const SENTENCES = /(?<=[。！？!?…]["'”’」』）)]?)(?=\S)|(?<=[.!?;]["'”’)]?)\s+|\n/u;

/** Cuts a text, or Markdown, into parts: by headings, then by paragraphs. `rest` is waited for between them. */
export async function cut(document: string, rest: () => Promise<void>): Promise<readonly Part[]> {
  const parts: Part[] = [];
  for (const part of partsOf(document)) {
    parts.push(part);
    await rest();
  }
  return parts;
}

function* partsOf(document: string): Generator<Part> {
  const path: string[] = [];
  let lines: string[] = [];
  let fenced = false;
  function* flush(): Generator<Part> {
    const heading = path.filter((each) => each !== '').join(' › ');
    for (const text of joined(lines.join('\n'))) yield { heading, text };
    lines = [];
  }
  for (const line of document.replaceAll('\r\n', '\n').split('\n')) {
    if (FENCE.test(line)) fenced = !fenced;
    const heading = fenced ? null : headingIn(line);
    if (heading === null) {
      lines.push(line);
      continue;
    }
    yield* flush();
    path.length = heading.level - 1;
    path.push(heading.title);
    for (let at = 0; at < path.length; at++) path[at] ??= '';
  }
  yield* flush();
}

/** Step by step: one pattern for all of it would try each way to share a line of blanks. */
function headingIn(line: string): { readonly level: number; readonly title: string } | null {
  const [opening = '', signs = ''] = SIGNS.exec(line) ?? [];
  const named = line.slice(opening.length).trim();
  let end = named.length;
  while (named[end - 1] === '#') end--;
  const title = named.slice(0, end).trimEnd();
  return signs === '' || title === '' || title.length > MOST_HEADING ? null : { level: signs.length, title };
}

/** Paragraphs, put together to about as much as is usual. */
function* joined(section: string): Generator<string> {
  let open = '';
  for (const paragraph of section.split(/\n\s*\n/).map((text) => text.trim()).filter((text) => text !== '')) {
    for (const piece of paragraph.length <= USUAL ? [paragraph] : pieces(paragraph)) {
      const together = open === '' ? piece : `${open}\n\n${piece}`;
      if (together.length <= USUAL) {
        open = together;
        continue;
      }
      if (open !== '') yield open;
      open = piece;
    }
  }
  if (open !== '') yield open;
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
