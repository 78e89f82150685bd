/** Time of this thread on a core, ms. */
const used = (): number => {
  const { system, user } = process.threadCpuUsage();
  return (system + user) / 1_000;
};

/** All that it takes, ms of this thread: on a slow machine each of its pieces, and each collection of garbage meanwhile, takes longer with it. */
export async function wholeWork(work: () => Promise<unknown>): Promise<number> {
  const before = used();
  await work();
  return used() - before;
}

/** The longest that others had to wait meanwhile, ms of this thread: what else runs on the machine does not count. */
export async function longestWait(work: () => Promise<unknown>): Promise<number> {
  let [longest, last] = [0, used()];
  const timer = setInterval(() => {
    const now = used();
    longest = Math.max(longest, now - last);
    last = now;
  }, 1);
  await work();
  clearInterval(timer);
  return Math.max(longest, used() - last);
}

/** The least of three, as garbage is collected now and then, ms; of fewer, where one stays below `bound`. */
export async function leastWait(bound: number, work: () => Promise<unknown>): Promise<number> {
  let least = Infinity;
  for (let i = 0; i < 3 && least >= bound; i++) least = Math.min(least, await longestWait(work));
  return least;
}
