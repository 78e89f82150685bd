/** 13 to 19 digits, as ISO/IEC 7812 has them, in groups or not; never a part of a longer number. */
const CARD = /(?<![\d.])\d(?:[ -]?\d){12,18}(?![\d.]*\d)/g;

/** The text with every card number in it masked except for its last `keep` digits. */
export const maskNumbers = (text: string, keep: number): string => text.replace(CARD, (found) => (isCard(found) ? mask(found, keep) : found));

/** Luhn's check digit: nine of ten other numbers do not pass. */
function isCard(text: string): boolean {
  const digits = Array.from(text.replaceAll(/[ -]/g, ''), Number).reverse();
  const sum = digits.reduce((total, digit, place) => total + (place % 2 === 0 ? digit : digit * 2 - (digit > 4 ? 9 : 0)), 0);
  return sum % 10 === 0;
}

function mask(text: string, keep: number): string {
  let left = text.replaceAll(/[ -]/g, '').length - keep;
  return text.replaceAll(/\d/g, (digit) => (left-- > 0 ? '•' : digit));
}
