import { accessSync, constants } from 'node:fs';
import { setPriority } from 'node:os';
import { delimiter, join } from 'node:path';

/** Those that were found: they stay where they are. */
const found = new Map<string, string>();

/** The path of a program of the system; null where it has none. */
export function toolOf(name: string): string | null {
  const known = found.get(name);
  if (known !== undefined) return known;
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/bin', '/bin'];
  const path = folders.map((folder) => join(folder, name)).find((each) => isProgram(each)) ?? null;
  if (path !== null) found.set(name, path);
  return path;
}

/** What a command begins with whose process is to end with the one that starts it, however that ends; empty where the system cannot. */
export function dependent(): readonly string[] {
  const setpriv = process.platform === 'linux' ? toolOf('setpriv') : null;
  // And gains nothing by running what is setuid.
  return setpriv === null ? [] : [setpriv, '--pdeathsig', 'KILL', '--no-new-privs'];
}

export function yields(pid: number | undefined, niceness: number): void {
  try {
    if (pid !== undefined) setPriority(pid, niceness);
  } catch {
    // It has ended already, or the system does not let us.
  }
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
