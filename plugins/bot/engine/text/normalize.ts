/** What is read of a text, in UTF-16 units: a question is shorter, and nobody shall make a bot work for long. */
const MOST = 2_000;

/**
 * One way to write the same: full-width forms, ligatures and letter case make no difference, neither do apostrophes and blanks
 * (Unicode NFKC, UAX #15). At most 2,000 UTF-16 units come out.
 */
export const normalize = (text: string): string => text.slice(0, MOST).normalize('NFKC').slice(0, MOST).toLowerCase().replaceAll(/['’‘`]/g, '').replaceAll(/\s+/g, ' ').trim();
