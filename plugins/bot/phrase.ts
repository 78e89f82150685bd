const HAN = /\p{Script=Han}/u;
/** What may stand around a phrase, UTF-16 units: "please", "I would like to", 请帮我. */
const AROUND = 24;
const AROUND_HAN = 6;

/** Whether a text is a phrase, or says little besides. Both normalised. */
export function isPhrase(said: string, wanted: string): boolean {
  return wanted !== '' && (said === wanted || (said.includes(wanted) && said.length <= wanted.length + (HAN.test(wanted) ? AROUND_HAN : AROUND) && isWhole(said, wanted)));
}

/** Not a part of another word: an agent is no agency. Chinese is written without blanks. */
function isWhole(said: string, word: string): boolean {
  const at = said.indexOf(word);
  const letter = /[a-z0-9]/;
  return !letter.test(word) || (!letter.test(said[at - 1] ?? ' ') && !letter.test(said[at + word.length] ?? ' '));
}
