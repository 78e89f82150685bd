import type { Plugin } from '../define.ts';
import { Isolate, type Code, type IsolateOptions } from './isolate.ts';
import { pluginOf } from './manifest.ts';

/** A plugin from outside: its code runs once, with nothing, to say what it is. Rejects where it does not start, or is no good plugin. */
export async function isolatedPlugin(code: Code, options: IsolateOptions = {}): Promise<{ readonly plugin: Plugin; readonly isolate: Isolate }> {
  const isolate = new Isolate(code, options);
  try {
    return { plugin: pluginOf(await isolate.describe(), isolate), isolate };
  } catch (error) {
    isolate.close();
    throw error;
  }
}
