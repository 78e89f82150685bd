import { partsOf } from '../addresses.ts';

/** A message's text with its addresses as links. Text only ever becomes text nodes. */
export const WordsOf = ({ text }: { readonly text: string }) => (
  <>
    {partsOf(text).map((part, index) => ('text' in part ? part.text : <a key={index} href={part.address} target="_blank" rel="noopener noreferrer">{part.address}</a>))}
  </>
);
