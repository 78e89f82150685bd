import { readFileSync, readdirSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../../..');

/** A plugin's folder as a package would have it: JavaScript, types taken out. */
export function sourcesOf(folder: string): Readonly<Record<string, string>> {
  return Object.fromEntries(readdirSync(resolve(root, folder)).map((name) => {
    const text = readFileSync(resolve(root, folder, name), 'utf8');
    return [name, name.endsWith('.ts') ? stripTypeScriptTypes(text) : text];
  }));
}
