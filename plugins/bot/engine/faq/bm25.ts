/** How soon more of the same counts no more, and how much a long text is made up for (Robertson, Zaragoza 2009). */
const K1 = 1.2;
const B = 0.6;

/** How much a term tells that so many of all have. */
export const rarity = (having: number, all: number): number => Math.log(1 + (all - having + 0.5) / (having + 0.5));

/** How much it is worth that a text has a term so many times, 0 to 1; `length`: of the text, where 1 is usual. */
export const saturated = (times: number, length: number): number => times / (times + K1 * (1 - B + B * length));
