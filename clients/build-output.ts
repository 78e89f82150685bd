import { readdir, readFile, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** Puts a finished folder in the place of another. Of two builds that finish together the later one stays; neither leaves half a folder. */
export async function replaceFolder(fresh: string, place: string): Promise<void> {
  const old = `${fresh}.old`;
  await rename(place, old).catch(ignore('ENOENT'));
  await rename(fresh, place).catch(ignore('ENOTEMPTY', 'EEXIST'));
  await rm(old, { recursive: true, force: true });
}

function ignore(...codes: readonly string[]): (error: NodeJS.ErrnoException) => void {
  return (error) => {
    if (!codes.includes(error.code ?? '')) throw error;
  };
}

export interface Size { readonly file: string; readonly gzip: number }

/** The scripts and styles of a dist, with what they weigh on the wire in bytes. */
export async function outputSizes(dist: string): Promise<readonly Size[]> {
  const files = await readdir(dist, { recursive: true });
  const weighed = files.filter((file) => /\.(js|css)$/.test(file)).map(async (file) => ({ file, gzip: gzipSync(await readFile(join(dist, file))).length }));
  return (await Promise.all(weighed)).sort((a, b) => b.gzip - a.gzip);
}

/** One line for people: the heaviest first, names without their hash. */
export async function scriptSizes(dist: string): Promise<string> {
  const sizes = await outputSizes(dist);
  const told = sizes.slice(0, 4).map(({ file, gzip }) => `${basename(file).replace(/-[\w-]{8}(?=\.\w+$)/, '')} ${(gzip / 1024).toFixed(1)} KB`);
  const rest = sizes.length > 4 ? ` and ${sizes.length - 4} more` : '';
  return `(${told.join(', ')}${rest}, gzip)`;
}
