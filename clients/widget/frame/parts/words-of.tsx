/** Ends before punctuation that more likely belongs to the sentence. */
const ADDRESS = /https?:\/\/[^\s<>"'\u3000-\u303f\uff00-\uffef]*[^\s<>"'.,;:!?)\]\u3000-\u303f\uff00-\uffef]/g;

/** A message's text with its addresses as links. Text only ever becomes text nodes. */
export function WordsOf({ text }: { readonly text: string }) {
  const parts = [];
  let from = 0;
  for (const { 0: address, index } of text.matchAll(ADDRESS)) {
    parts.push(text.slice(from, index), <a key={index} href={address} target="_blank" rel="noopener noreferrer">{address}</a>);
    from = index + address.length;
  }
  return <>{parts}{text.slice(from)}</>;
}
