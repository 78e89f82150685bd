import type { Bot } from './bot.ts';
import { MOST } from './bot.ts';
import { areHours } from './hours.ts';

export type ProfileFlaw = 'needed' | 'too-long' | 'number' | 'times';

/** What the plugin would not take, by field. */
export function flawsOf({ closed, hours, humanWords, misses, name }: Bot): Partial<Record<keyof Bot, ProfileFlaw>> {
  return {
    ...(name.trim() === '' ? { name: 'needed' as const } : {}),
    ...(humanWords.some((word) => word.trim().length > MOST.humanWord) ? { humanWords: 'too-long' as const } : {}),
    ...(closed && !areHours(hours) ? { hours: 'times' as const } : {}),
    ...(misses < 1 ? { misses: 'number' as const } : {}),
  };
}

/** As the plugin keeps it. */
export const tidied = (bot: Bot): Bot => ({
  // Half of a time is forgotten with the switch.
  ...bot, hours: areHours(bot.hours) ? bot.hours : { ...bot.hours, open: [] },
  name: bot.name.trim(), welcome: bot.welcome.trim(), fallback: bot.fallback.trim(), handover: bot.handover.trim(),
  humanWords: [...new Set(bot.humanWords.map((word) => word.trim()).filter((word) => word !== ''))],
});

export const isSame = (one: Bot, other: Bot): boolean => {
  const fields = Object.keys(other) as readonly (keyof Bot)[];
  return fields.every((field) => JSON.stringify(one[field]) === JSON.stringify(other[field]));
};

const LEAST_BEST = 0.3;
const inHundredths = (value: number): number => Math.round(value * 100) / 100;

/** Where it answers it would ask as well: the one never lies above the other. */
export function withThresholds(suggest: number, best: number): Pick<Bot, 'best' | 'suggest'> {
  const answers = inHundredths(Math.max(best, LEAST_BEST));
  return { suggest: Math.min(inHundredths(suggest), answers), best: answers };
}
