import { XMLParser } from 'fast-xml-parser';

const CDATA = '<![CDATA[';
const CDATA_END = ']]>';

// Numbers stay texts: a MsgId has 64 bits. Texts stay as they were written.
const parser = new XMLParser({ processEntities: false, parseTagValue: false, trimValues: false, ignoreDeclaration: true, ignorePiTags: true, maxNestedTags: 8 });

/** The texts right below `<xml>`, by name; null for what is no message of WeChat's: it declares no entities, nor anything else. */
export function readXml(text: string): ReadonlyMap<string, string> | null {
  if (declares(text)) return null;
  try {
    const { xml } = Object(parser.parse(text, true)) as { readonly xml?: unknown };
    if (typeof xml !== 'object' || xml === null) return null;
    return new Map(Object.entries(xml).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
  } catch {
    return null;
  }
}

/** A DOCTYPE or an entity; what people write in their messages is none. */
const declares = (text: string): boolean => text.split(CDATA).some((part, index) => {
  const end = part.indexOf(CDATA_END);
  return (index === 0 || end === -1 ? part : part.slice(end)).includes('<!');
});
