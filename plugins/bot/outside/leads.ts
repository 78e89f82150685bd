const SCHEMES = /\b[a-z][a-z0-9+.-]{1,20}:(?:\/\/[^\s<>"'`，。；：！？（）【】《》、“”]+|(?=\S))[^\s<>"'`，。；：！？（）【】《》、“”]*/giu;
/** Only those that lead anywhere without slashes: a colon stands in many sentences. */
const BARE = /^(?:javascript|data|vbscript|mailto|tel|sms|file|blob|about|weixin):/i;
const MAILS = /[\w.+-]{1,64}@[a-z0-9-]+(?:\.[a-z0-9-]+)+/gi;
/** Names of servers, also in other letters than ours, and addresses. */
const HOSTS = /(?:[a-z0-9-]+\.)*(?:[a-z0-9-]+|[^\s!-/:-@[-`{-~])\.(?:xn--[a-z0-9-]+|[a-z]{2,24})(?![a-z0-9-])|\b\d{1,3}(?:\.\d{1,3}){3}\b/giu;
const NUMBERS = /\+?\d(?:[ ().-]{0,2}\d){6,}/g;
const DATE = /^(?:\d{4}[-. ]\d{1,2}[-. ]\d{1,2}|\d{1,2}[-. ]\d{1,2}[-. ]\d{4})$/;
/** What ends a sentence ends no address. */
const END = /[.,;:!?)\]}*]+$/;

/** What in a text leads somebody elsewhere: links, mail addresses, names of servers, and numbers that one could call or pay to. */
export interface Leads {
  readonly places: ReadonlySet<string>;
  /** Their digits. */
  readonly numbers: ReadonlySet<string>;
}

export function leadsIn(text: string): Leads {
  const places = new Set<string>();
  const take = (from: string, pattern: RegExp, isMeant: (found: string) => boolean = () => true): string => from.replaceAll(pattern, (found) => {
    if (!isMeant(found)) return found;
    places.add(found.replace(END, '').replace(/\/$/, '').toLowerCase());
    return ' ';
  });
  let rest = take(text.normalize('NFKC'), SCHEMES, (found) => found.includes('://') || BARE.test(found));
  rest = take(rest, MAILS);
  rest = take(rest, HOSTS);
  const numbers = [...rest.matchAll(NUMBERS)].flatMap(([found]) => (DATE.test(found) ? [] : [found.replaceAll(/\D/g, '')]));
  return { places, numbers: new Set(numbers) };
}

/** The names of servers in addresses: who may be named where they may. */
export const hostsOf = ({ places }: Leads): readonly string[] => [...places].flatMap((place) => {
  const host = place.includes('://') ? URL.parse(place)?.hostname : undefined;
  return host === undefined || host === '' ? [] : [host];
});
