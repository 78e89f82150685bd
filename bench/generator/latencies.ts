import type { Latency } from './plan.ts';

/** Exact quantiles of the finite numbers in `samples`. */
export function latencyOf(samples: Float64Array): Latency {
  const sorted = samples.filter((ms) => Number.isFinite(ms)).sort();
  const at = (q: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? Number.NaN;
  return { count: sorted.length, p50: at(0.5), p99: at(0.99), p999: at(0.999), max: at(1) };
}
