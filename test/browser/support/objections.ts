import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults, ElementContext, RunOptions } from 'axe-core';
import type { Frame, Page } from 'playwright-core';

/** The smaller of its two builds: a page compiles it before it says a word. */
const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * Every rule that is on unless somebody says otherwise. To describe each element that is well costs more than to look at it,
 * and the style sheets would be read for a rule that is off.
 */
const options: RunOptions = { reporter: 'no-passes', resultTypes: ['violations'], preload: { assets: ['media'] } };

interface Colour {
  r: number;
  g: number;
  b: number;
  alpha: number;
  parseString(text: string): Colour;
}

declare global {
  interface Window {
    axe?: {
      run(within: ElementContext, options: RunOptions): Promise<AxeResults>;
      readonly commons: { readonly color: { readonly Color: { new (same: Colour): Colour; readonly prototype: Colour } } };
    };
  }
}

/** What axe has to say against the page and its own frames, or a part of it. Meanwhile nothing moves in or fades: half-way colours are nobody's. */
export async function objections(page: Page, within = 'body'): Promise<readonly string[]> {
  const moves = await page.evaluate(() => !matchMedia('(prefers-reduced-motion: reduce)').matches);
  if (moves) await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.evaluate(() => Promise.all(document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity).map(({ finished }) => finished.catch(() => {}))));
  await bring(page.mainFrame());
  // A frame that goes away meanwhile is looked into no more.
  await Promise.all(page.frames().map((frame) => bring(frame).catch(() => {})));
  const flaws = await page.evaluate(async ([part, how]) => {
    const { violations } = await window.axe!.run({ include: [part] }, how);
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
  }, [within, options] as const);
  if (moves) await page.emulateMedia({ reducedMotion: 'no-preference' });
  return flaws;
}

/** Once for a document, however often it is looked at. */
async function bring(frame: Frame): Promise<void> {
  if (await frame.evaluate(() => window.axe !== undefined)) return;
  await frame.evaluate(source);
  await frame.evaluate(rememberColours);
}

/** Runs in the page. It has a handful of colours, and axe would work each out anew for every element that has it. */
function rememberColours(): void {
  const { Color } = window.axe!.commons.color;
  const { parseString } = Color.prototype;
  const known = new Map<string, Colour>();
  Color.prototype.parseString = function (text) {
    const same = known.get(text);
    if (same === undefined) known.set(text, new Color(parseString.call(this, text)));
    else [this.r, this.g, this.b, this.alpha] = [same.r, same.g, same.b, same.alpha];
    return this;
  };
}
