/** As the server demands; units of UTF-16, which are letters here. */
const [LEAST, MOST] = [2, 64];

/** A login for somebody of that name, which none of `taken` is: their first and last name in plain letters. Empty where the name has none, as one in Chinese. */
export function loginOf(name: string, taken: ReadonlySet<string>): string {
  const words = name.normalize('NFKD').replaceAll(/\p{Mark}/gu, '').toLowerCase().replaceAll('ß', 'ss').split(/\s+/).map((word) => word.replaceAll(/[^a-z0-9-]/g, '')).filter((word) => word !== '');
  const login = [...new Set([words[0], words.at(-1)])].join('.').slice(0, MOST - 3);
  if (login.length < LEAST) return '';
  for (let number = 1; ; number++) {
    const free = number === 1 ? login : `${login}${number}`;
    if (!taken.has(free)) return free;
  }
}
