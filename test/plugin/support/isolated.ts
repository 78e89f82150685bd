import { readFileSync, readdirSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { join, resolve } from 'node:path';
import { onTestFinished } from 'vitest';
import { isolatedPlugin } from '#plugin/isolated/open.ts';
import type { IsolateOptions } from '#plugin/isolated/isolate.ts';
import type { Plugin } from '#plugin/define.ts';

const root = resolve(import.meta.dirname, '../../..');

/** A plugin's folder as a package would have it: JavaScript, types taken out. */
export function sourcesOf(folder: string): Readonly<Record<string, string>> {
  return Object.fromEntries(readdirSync(join(root, folder)).map((name) => {
    const text = readFileSync(join(root, folder, name), 'utf8');
    return [name, name.endsWith('.ts') ? stripTypeScriptTypes(text) : text];
  }));
}

/** In a process of its own, until the test ends. */
export async function isolated(main: string, sources: Readonly<Record<string, string>>, options: IsolateOptions = {}): Promise<Plugin> {
  const { isolate, plugin } = await isolatedPlugin({ main, sources }, options);
  onTestFinished(() => isolate.close());
  return plugin;
}
