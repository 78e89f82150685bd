import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { useBrowser } from './support/browser.ts';

const newPage = useBrowser();
const AA = 4.5;

/** Every tint in steps of 51, all greys, and what lies where white text and black are equally good. */
const colours = ((): readonly string[] => {
  const steps = [0, 51, 102, 153, 204, 255];
  const hex = (...parts: readonly number[]): string => `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
  const tints = steps.flatMap((red) => steps.flatMap((green) => steps.map((blue) => hex(red, green, blue))));
  return [...tints, ...Array.from({ length: 256 }, (_, grey) => hex(grey, grey, grey)), '#757575', '#767676', '#777777', '#e60000', '#0078ff', '#008a00'];
})();

/** Text, and what it lies on. */
const PAIRS = [
  ['on-accent', 'accent-fill'], ['on-accent', 'accent-fill-hover'],
  ...['surface-1', 'surface-2', 'surface-float', 'accent-soft', 'bubble-in'].map((ground) => ['accent-text', ground] as const),
  ['text-1', 'accent-soft'], ['text-2', 'accent-soft'],
] as const;

async function dressed(page: Page): Promise<void> {
  const [tokens, brand] = await Promise.all(['tokens.css', 'brand.css'].map((name) => readFile(resolve(import.meta.dirname, '../../clients/ui', name), 'utf8')));
  await page.setContent(`<!doctype html><style>${tokens}${brand}</style><div class="branded"><i></i></div>`);
}

/** Runs in the page. The least contrast of each pair over all colours, with the colour. */
function worst({ colours, pairs }: { colours: readonly string[]; pairs: readonly (readonly [string, string])[] }): readonly (readonly [string, number, string])[] {
  const branded = document.querySelector<HTMLElement>('.branded')!;
  const part = document.querySelector('i')!;
  const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true })!;
  const luminance = (token: string): number => {
    part.style.color = `var(--${token})`;
    canvas.fillStyle = getComputedStyle(part).color;
    canvas.fillRect(0, 0, 1, 1);
    const [red = 0, green = 0, blue = 0] = [...canvas.getImageData(0, 0, 1, 1).data].map((value) => (value <= 10 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const least = new Map<string, readonly [number, string]>();
  for (const colour of colours) {
    branded.style.setProperty('--brand', colour);
    const known = new Map([...new Set(pairs.flat())].map((token) => [token, luminance(token)]));
    for (const [text, ground] of pairs) {
      const [dark = 0, light = 0] = [known.get(text)!, known.get(ground)!].sort((one, other) => one - other);
      const contrast = (light + 0.05) / (dark + 0.05);
      const pair = `${text} on ${ground}`;
      if (contrast < (least.get(pair)?.[0] ?? Infinity)) least.set(pair, [contrast, colour]);
    }
  }
  return [...least].map(([pair, [contrast, colour]]) => [pair, contrast, colour] as const);
}

test.each(['light', 'dark'] as const)('whatever the colour, what is written on it and in it can be read: %s', async (colorScheme) => {
  const page = await newPage({ colorScheme });
  await dressed(page);
  const found = await page.evaluate(worst, { colours, pairs: PAIRS });
  expect(found).toHaveLength(PAIRS.length);
  expect(found.filter(([, contrast]) => contrast < AA)).toEqual([]);
});
