/** Linear sRGB of an OKLCH colour, clipped to what a screen can show. */
function linearOf([lightness, chroma, hue]: readonly [number, number, number]): readonly [number, number, number] {
  const angle = (hue * Math.PI) / 180;
  const [a, b] = [chroma * Math.cos(angle), chroma * Math.sin(angle)];
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const clip = (value: number): number => Math.min(1, Math.max(0, value));
  return [
    clip(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    clip(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    clip(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}

export type Oklch = readonly [number, number, number];

const luminance = (colour: Oklch): number => {
  const [red, green, blue] = linearOf(colour);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};

/** Contrast as WCAG 2 defines it, 1 to 21. */
export function contrast(one: Oklch, other: Oklch): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

const COLOUR = String.raw`oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)`;

/** The colours of a stylesheet by token, for one theme. Those with transparency are left out. */
export function coloursOf(css: string, theme: 'light' | 'dark'): ReadonlyMap<string, Oklch> {
  const pair = new RegExp(String.raw`--([\w-]+): (?:light-dark\(${COLOUR}, ${COLOUR}\)|${COLOUR});`, 'g');
  const colours = new Map<string, Oklch>();
  for (const [, name = '', ...found] of css.matchAll(pair)) {
    const numbers = found.map((part) => (part === undefined ? Number.NaN : Number(part)));
    const [l = 0, c = 0, h = 0] = numbers.slice(Number.isNaN(numbers[0]) ? 6 : theme === 'light' ? 0 : 3);
    colours.set(name, [l, c, h]);
  }
  return colours;
}
