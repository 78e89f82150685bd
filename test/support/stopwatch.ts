/** Since a time of `performance.now()`, for who reads along. */
export const secondsSince = (began: number): string => `${((performance.now() - began) / 1_000).toFixed(1)} s`;
