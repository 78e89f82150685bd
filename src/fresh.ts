/** Whether something of the time `since` is still good; never longer than `forMs`, also where the clock was set back. Times in ms. */
export const isFresh = (since: number, now: number, forMs: number): boolean => now >= since && now - since < forMs;
