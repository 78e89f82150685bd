import { existsSync, mkdirSync, readFileSync, readdirSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const NAME = 'parlor-plugins-';

/**
 * A group of processes (cgroups(7), `cpu.idle`) that gives way to whatever else wants the core. A process of the lowest priority gives
 * way in its own session or service only: the kernel's threads, which finish each sync of the store, would share the core with it evenly.
 */
export class IdleGroup {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** Beside this process's own group; null where the system does not let us, or knows no such thing. */
  static open(proc = '/proc'): IdleGroup | null {
    try {
      const own = ownGroup(readFileSync(`${proc}/self/cgroup`, 'utf8'), readFileSync(`${proc}/self/mounts`, 'utf8'));
      if (own === null) return null;
      tidy(own, proc);
      const folder = join(own, `${NAME}${process.pid}`);
      // One of this number may have left it behind, as in a container that is started again.
      mkdirSync(folder, { recursive: true });
      // A file of the kernel's: it is there, or there is no such thing.
      if (!existsSync(join(folder, 'cpu.idle'))) {
        rmdirSync(folder);
        return null;
      }
      writeFileSync(join(folder, 'cpu.idle'), '1');
      return new IdleGroup(folder);
    } catch {
      return null;
    }
  }

  /** Where it cannot be taken in it stays where it is: it has ended, or the system does not let us. */
  take(pid: number): void {
    try {
      writeFileSync(join(this.#folder, 'cgroup.procs'), String(pid));
    } catch {
      // Its own priority is left.
    }
  }
}

/** The folder of the group that shares out this process's time on a core, by what `/proc/self/cgroup` and `/proc/self/mounts` say: of its own hierarchy (v1), or of the one for all (v2). */
export function ownGroup(groups: string, mounts: string): string | null {
  const mounted = mounts.split('\n').map((line) => line.split(' '));
  for (const line of groups.split('\n')) {
    const [, controllers = '', path] = /^\d+:([^:]*):(.*)$/.exec(line) ?? [];
    if (path === undefined || (controllers !== '' && !controllers.split(',').includes('cpu'))) continue;
    const mount = mounted.find(([, , type, options = '']) => (controllers === '' ? type === 'cgroup2' : type === 'cgroup' && options.split(',').includes('cpu')));
    if (mount?.[1] !== undefined) return join(mount[1], path);
  }
  return null;
}

/** A spawner leaves its group behind: it ends with what is in it. */
function tidy(own: string, proc: string): void {
  for (const name of readdirSync(own)) {
    if (!name.startsWith(NAME) || existsSync(`${proc}/${name.slice(NAME.length)}`)) continue;
    try {
      rmdirSync(join(own, name));
    } catch {
      // Somebody in it is still ending.
    }
  }
}
