import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { coloursOf, contrast } from './oklch.ts';

const css = readFileSync(new URL('../../clients/ui/tokens.css', import.meta.url), 'utf8');
const STATES = ['queued', 'active', 'transferring', 'closed', 'completed'];
const AA = 4.5;
const AAA = 7;
/** What WCAG asks of marks and borders that carry meaning. */
const GRAPHIC = 3;

/** Text, what it lies on, and the least contrast. */
const pairs: readonly (readonly [string, string, number])[] = [
  ...['text-1', 'text-2', 'text-3', 'accent-text', 'danger-text'].flatMap((text) => ['surface-0', 'surface-1', 'surface-2', 'surface-3', 'surface-float'].map((surface) => [text, surface, AA] as const)),
  ...STATES.flatMap((state) => [[`${state}-text`, `${state}-soft`, AA], [`${state}-text`, 'surface-0', AA], [`${state}-text`, 'surface-1', AA]] as const),
  ...['text-1', 'text-2'].flatMap((text) => [...STATES, 'accent', 'danger'].map((name) => [text, `${name}-soft`, AA] as const)),
  ['accent-text', 'accent-soft', AA], ['danger-text', 'danger-soft', AA], ['note-text', 'surface-1', AA],
  ['text-1', 'bubble-in', AAA], ['text-1', 'bubble-out', AAA], ['text-1', 'note-paper', AAA], ['on-accent', 'accent-fill', AAA], ['on-accent', 'danger-fill', AA],
  ['accent-text', 'bubble-in', AA], ['accent-text', 'bubble-out', AA], ['accent-text', 'note-paper', AA],
  ['focus-ring', 'surface-0', GRAPHIC], ['focus-ring', 'surface-1', GRAPHIC], ['active-mark', 'surface-0', GRAPHIC], ['completed-mark', 'surface-0', GRAPHIC], ['transferring-mark', 'surface-0', GRAPHIC],
];

describe.each(['light', 'dark'] as const)('%s', (theme) => {
  const colours = coloursOf(css, theme);

  test.each(pairs)('%s on %s reaches %d', (text, surface, least) => {
    const [above, below] = [colours.get(text), colours.get(surface)];
    if (above === undefined || below === undefined) throw new Error(`no such token: ${text} or ${surface}`);
    expect(contrast(above, below)).toBeGreaterThanOrEqual(least);
  });
});

test('the measure itself: black on white is 21', () => {
  expect(contrast([0, 0, 0], [1, 0, 0])).toBeCloseTo(21, 1);
});
