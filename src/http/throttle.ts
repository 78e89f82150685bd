/** How often somebody may do something. */
export interface Allowance {
  /** At once. */
  readonly burst: number
  /** In the long run. */
  readonly perSecond: number
}

/** A token bucket for each key, in memory: limits hold for one node. */
export interface Throttle {
  /** Takes one. 0 when that was allowed, else the whole seconds until it will be. */
  take(key: string): number
  /** Forgets what the key has used. */
  forgive(key: string): void
}

/** Keys kept at most, about 100 bytes each; beyond, those unheard of for longest are forgotten. */
const maxKeys = 50_000

export function createThrottle({ burst, perSecond }: Allowance, now: () => number): Throttle {
  const used = new Map<string, { readonly level: number; readonly at: number }>()

  return {
    take(key) {
      const at = now()
      const before = used.get(key)
      const level = before === undefined ? 0 : Math.max(0, before.level - ((at - before.at) / 1000) * perSecond)
      if (level + 1 > burst) return Math.max(1, Math.ceil((level + 1 - burst) / perSecond))
      used.delete(key)
      used.set(key, { level: level + 1, at })
      if (used.size > maxKeys) for (const oldest of used.keys()) { used.delete(oldest); break }
      return 0
    },
    forgive(key) {
      used.delete(key)
    },
  }
}
