import type { Own } from './config.ts';

/** How an endpoint does. */
export interface Standing {
  /** Since when it has taken nothing, ms since the epoch; null where it took the last one. */
  readonly failingSince: number | null;
  /** Switched off by itself. */
  readonly off: { readonly at: number; readonly error: string } | null;
}

const FINE: Standing = { failingSince: null, off: null };
const HOUR_MS = 3_600_000;
/** Another node may have changed it: looked at again after so long, ms. */
const FRESH_MS = 5_000;

const known = new Map<string, { readonly standing: Standing; readonly until: number }>();
const keyOf = (endpoint: string): string => `standing:${endpoint}`;

/** Other values, or another start: what was known is read again. */
export const forgetStandings = (): void => known.clear();

export async function standingOf({ data }: Own, endpoint: string): Promise<Standing> {
  const remembered = known.get(endpoint);
  if (remembered !== undefined && remembered.until > Date.now() && remembered.until <= Date.now() + FRESH_MS) return remembered.standing;
  return remember(endpoint, ((await data.get(keyOf(endpoint))) as Standing | undefined) ?? FINE);
}

/** One success forgives what went before. */
export async function took(ctx: Own, endpoint: string): Promise<void> {
  if ((await standingOf(ctx, endpoint)).failingSince !== null) await switchOn(ctx, endpoint);
}

/** True where this was the failure that switched it off. */
export async function tookNot(ctx: Own, endpoint: string, error: string): Promise<boolean> {
  const { failingSince, off } = await standingOf(ctx, endpoint);
  if (off !== null) return false;
  const at = Date.now();
  const over = failingSince !== null && at - failingSince >= ctx.config.offAfter * HOUR_MS;
  if (failingSince === null || over) {
    const standing: Standing = { failingSince: failingSince ?? at, off: over ? { at, error } : null };
    await ctx.data.set(keyOf(endpoint), standing);
    remember(endpoint, standing);
  }
  return over;
}

export async function switchOn({ data }: Own, endpoint: string): Promise<void> {
  await data.delete(keyOf(endpoint));
  remember(endpoint, FINE);
}

function remember(endpoint: string, standing: Standing): Standing {
  known.set(endpoint, { standing, until: Date.now() + FRESH_MS });
  return standing;
}
