/** What our server's /metrics says of its journal, as differences of two readings. */
export interface JournalUse {
  readonly commits: number;
  readonly rowsPerCommit: number;
  /** From handing a batch to the writer to its answer, sync included, ms. */
  readonly meanCommitMs: number;
  /** Upper bound of the bucket that holds the quantile, ms. */
  readonly p99CommitMs: number;
  readonly failures: number;
}

/** Samples of a Prometheus page by name and labels, as they stand there. */
export type MetricsPage = ReadonlyMap<string, number>;

export async function readMetrics(port: number): Promise<MetricsPage> {
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  const samples = text.split('\n').flatMap((line): [string, number][] => {
    const space = line.lastIndexOf(' ');
    return line === '' || line.startsWith('#') ? [] : [[line.slice(0, space), Number(line.slice(space + 1))]];
  });
  return new Map(samples);
}

export function journalBetween(before: MetricsPage, after: MetricsPage): JournalUse {
  const grown = (prefix: string): number => sum(after, prefix) - sum(before, prefix);
  const commits = grown('parlor_journal_commits');
  return {
    commits,
    rowsPerCommit: grown('parlor_journal_rows') / commits,
    meanCommitMs: (grown('parlor_journal_commit_seconds_sum') * 1000) / commits,
    p99CommitMs: bucketOf(before, after, commits * 0.99) * 1000,
    failures: grown('parlor_journal_failures'),
  };
}

function bucketOf(before: MetricsPage, after: MetricsPage, rank: number): number {
  const prefix = 'parlor_journal_commit_seconds_bucket';
  for (const [name, count] of after) {
    if (!name.startsWith(prefix) || count - (before.get(name) ?? 0) < rank) continue;
    return Number(/le="([^"]+)"/.exec(name)?.[1]?.replace('+Inf', 'Infinity'));
  }
  return Number.NaN;
}

function sum(page: MetricsPage, prefix: string): number {
  let total = 0;
  for (const [name, value] of page) if (name === prefix || name.startsWith(`${prefix}{`)) total += value;
  return total;
}
