import { readFile, readdir } from 'node:fs/promises';
import { findPackageJSON } from 'node:module';
import { dirname, join, relative, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { packageOf, type PluginPackage } from './package.ts';
import { invalid } from './tar.ts';

const MAX_FILES = 1_000;
/** Of all files together, bytes. */
const MAX_SIZE = 16 << 20;

/** A package that npm has put beside the house. Refuses with `package.invalid`, and the reason. */
export async function readInstalled(root: string, name: string): Promise<PluginPackage> {
  const path = find(root, name);
  if (path === undefined) throw invalid(`there is no package ${name} in node_modules: npm install it`);
  const folder = dirname(path);
  const entries = (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && !relative(folder, entry.parentPath).split(sep).includes('node_modules'));
  if (entries.length > MAX_FILES) throw invalid(`it has more than ${MAX_FILES} files`);
  const files = new Map<string, Buffer>();
  let size = 0;
  for (const { name: file, parentPath } of entries) {
    const bytes = await readFile(join(parentPath, file));
    size += bytes.length;
    if (size > MAX_SIZE) throw invalid(`it is larger than ${MAX_SIZE} bytes`);
    files.set(relative(folder, join(parentPath, file)).split(sep).join('/'), bytes);
  }
  return packageOf(files);
}

function find(root: string, name: string): string | undefined {
  try {
    return findPackageJSON(name, pathToFileURL(join(root, 'package.json')).href);
  } catch {
    return undefined;
  }
}
