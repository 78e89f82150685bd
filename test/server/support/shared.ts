import { afterAll, beforeAll } from 'vitest';
import { makeTempDir, removeDir } from '../../support/temp.ts';
import { House } from './house.ts';
import { freshPlace, launch, type Engine, type Place, type ServerNode } from './node.ts';

export interface Shared {
  readonly place: Place;
  readonly node: ServerNode;
  readonly house: House;
}

/** One server for all tests of the calling block: each hires its own people into its own departments. */
export function useServer(engine: Engine, env: Readonly<Record<string, string>> = {}): Shared {
  let shared: Shared | undefined;
  let end = (): Promise<void> => Promise.resolve();
  let dir: string;
  beforeAll(async () => {
    dir = await makeTempDir();
    const place = await freshPlace(engine, dir);
    const starting = launch(place, { env });
    end = starting.end;
    const node = await starting.node;
    shared = { place, node, house: await House.open(node) };
  });
  afterAll(async () => {
    await end();
    await removeDir(dir);
  });
  const get = (): Shared => {
    if (shared === undefined) throw new Error('the server does not run yet');
    return shared;
  };
  return {
    get place() {
      return get().place;
    },
    get node() {
      return get().node;
    },
    get house() {
      return get().house;
    },
  };
}
