import { onTestFinished } from 'vitest';
import { isolatedPlugin } from '#plugin/isolated/open.ts';
import type { IsolateOptions } from '#plugin/isolated/isolate.ts';
import type { Plugin } from '#plugin/define.ts';

export { sourcesOf } from './sources.ts';

/** In a process of its own, until the test ends. */
export async function isolated(main: string, sources: Readonly<Record<string, string>>, options: IsolateOptions = {}): Promise<Plugin> {
  // The machine of a test may be busy.
  const { isolate, plugin } = await isolatedPlugin({ main, sources }, { ...options, limits: { filter: 10_000, restless: 120_000, priority: 'low', ...options.limits } });
  onTestFinished(() => isolate.close());
  return plugin;
}
