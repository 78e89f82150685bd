import { createOwnOrigin, type OwnOrigin } from './own-origin.ts';
import type { RoutesDeps } from './routes-deps.ts';
import { createStaffDoor, type StaffDoor } from './staff-door.ts';
import { createStorefront, type Storefront } from './storefront.ts';

/** What every route file works with. */
export interface Context extends RoutesDeps {
  readonly own: OwnOrigin;
  readonly door: StaffDoor;
  readonly storefront: Storefront;
}

export function createContext(deps: RoutesDeps): Context {
  const { publicUrl } = deps.config;
  const own = createOwnOrigin(publicUrl);
  const door = createStaffDoor({ sessions: deps.sessions, own, secure: publicUrl?.startsWith('https:') ?? false });
  return { ...deps, own, door, storefront: createStorefront(deps) };
}
