/** Since a time of `performance.now()`, for who reads along. */
export const secondsSince = (began: number): string => `${((performance.now() - began) / 1_000).toFixed(1)} s`;

/** How long this thread computes for it, ms, whoever else wants its core meanwhile. */
export async function computingMs(work: () => unknown): Promise<number> {
  const before = process.threadCpuUsage();
  await work();
  const { system, user } = process.threadCpuUsage(before);
  return (system + user) / 1_000;
}
