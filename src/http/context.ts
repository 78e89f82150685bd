import { createOwnOrigin, type OwnOrigin } from './own-origin.ts';
import type { RoutesDeps } from './routes-deps.ts';
import { createSight, type Sight } from './sight.ts';
import { createStaffDoor, type StaffDoor } from './staff-door.ts';
import { createStorefront, type Storefront } from './storefront.ts';
import { createVisitorDoor, type VisitorDoor } from './visitor-door.ts';

/** What every route file works with. */
export interface Context extends RoutesDeps {
  readonly own: OwnOrigin;
  readonly door: StaffDoor;
  readonly storefront: Storefront;
  readonly sight: Sight;
  readonly visitorDoor: VisitorDoor;
}

export function createContext(deps: RoutesDeps): Context {
  const { publicUrl } = deps.config;
  const own = createOwnOrigin(publicUrl);
  const door = createStaffDoor({ sessions: deps.sessions, own, secure: publicUrl?.startsWith('https:') ?? false });
  const storefront = createStorefront(deps);
  return { ...deps, own, door, storefront, sight: createSight(deps.store), visitorDoor: createVisitorDoor({ ...deps, own, storefront }) };
}
