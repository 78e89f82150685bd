import { afterAll, beforeAll, onTestFinished } from 'vitest';
import { isolatedPlugin } from '#plugin/isolated/open.ts';
import type { Isolate, IsolateOptions } from '#plugin/isolated/isolate.ts';
import type { Plugin } from '#plugin/define.ts';

export { sourcesOf } from './sources.ts';

type Sources = Readonly<Record<string, string>>;

/** In a process of its own, until the test ends. */
export async function isolated(main: string, sources: Sources, options: IsolateOptions = {}): Promise<Plugin> {
  const { isolate, plugin } = await start(main, sources, options);
  onTestFinished(() => isolate.close());
  return plugin;
}

/** In a process of its own, which serves all tests of the calling block. */
export function useIsolated(main: string, sources: Sources, options: IsolateOptions = {}): () => Plugin {
  let started: { readonly isolate: Isolate; readonly plugin: Plugin } | undefined;
  beforeAll(async () => {
    started = await start(main, sources, options);
  });
  afterAll(() => started?.isolate.close());
  return () => {
    if (started === undefined) throw new Error('the process is not there yet');
    return started.plugin;
  };
}

/** The machine of a test may be busy. */
const start = (main: string, sources: Sources, options: IsolateOptions = {}) =>
  isolatedPlugin({ main, sources }, { ...options, limits: { filter: 10_000, restless: 120_000, priority: 'low', ...options.limits } });
