import type { EmblemTone } from '../../../app/emblem.tsx';
import type { Kind } from './flow.ts';

/** Drawn as the icons of `clients/ui/icons.ts`; only the designer has use for them. */
const glyphs = {
  message: 'M4 5.500h16V16h-8.500L7 19.500V16H4zM8 9.300h8M8 12.200h5',
  question: 'M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16ZM9.700 9.800a2.400 2.400 0 1 1 3.400 2.300c-.8.3-1.100.8-1.100 1.700M12 16.300v.1',
  condition: 'M12 4 20 12 12 20 4 12ZM12 9.500v5M9.500 12h5',
  api: 'M9 3.500v5M15 3.500v5M6.5 8.500h11v3a5.500 5.500 0 0 1-11 0zM12 17v3.500',
  faq: 'M12 6.500C10 5 7.500 4.500 4 4.500v13.500c3.500 0 6 .5 8 2 2-1.500 4.500-2 8-2V4.500c-3.500 0-6 .5-8 2ZM12 6.500V20',
  flow: 'M4 5h6v5H4zM14 14h6v5h-6zM7 10v6.500h7',
  handoff: 'M4 8.500h13.500M14 5l3.500 3.500L14 12M20 15.500H6.500M10 12l-3.500 3.500L10 19',
  end: 'M6 20.500V4.500h12.500l-2.500 4 2.500 4H6',
  start: 'M8 5.500v13l10.500-6.500z',
  play: 'M8 5.500v13l10.500-6.500z',
  redo: 'M16 5l4 4-4 4M20 9H10a5.500 5.500 0 0 0 0 11h3',
  tidy: 'M4 5h5v4H4zM4 15h5v4H4zM15 10h5v4h-5zM9 7h3v10H9M12 12h3',
  fit: 'M4 9V4.500h4.500M15.500 4.500H20V9M20 15v4.500h-4.500M8.500 19.500H4V15',
  zoomIn: 'M10.500 4.500a6 6 0 1 0 0 12 6 6 0 0 0 0-12ZM15 15l5 5M10.500 8v5M8 10.500h5',
  zoomOut: 'M10.500 4.500a6 6 0 1 0 0 12 6 6 0 0 0 0-12ZM15 15l5 5M8 10.500h5',
  trash: 'M4.500 7h15M9.500 7V4.500h5V7M6.500 7l.8 12.500h9.400L17.500 7M10.200 10.500v5.500M13.800 10.500v5.500',
  versions: 'M4.500 12a7.500 7.500 0 1 0 2.300-5.400M4.500 4.500v3.800h3.800M12 8v4.200l2.800 1.800',
  slot: 'M9 5c-2 0-2 1-2 3s0 3-2.500 4c2.500 1 2.500 2 2.500 4s0 3 2 3M15 5c2 0 2 1 2 3s0 3 2.500 4c-2.500 1-2.500 2-2.500 4s0 3-2 3',
} as const satisfies Readonly<Record<Kind, string>> & Readonly<Record<string, string>>;

/** Kinds that do the like have a colour together. */
const TONES: Readonly<Record<Kind, EmblemTone>> = {
  message: 'closed', question: 'accent', condition: 'transferring', flow: 'transferring', api: 'completed', faq: 'completed', handoff: 'queued', end: 'active',
};

export const toneOf = (kind: Kind): EmblemTone => TONES[kind];

export type GlyphName = keyof typeof glyphs;

/** Always beside a text or inside something that has a name. */
export const Glyph = ({ name, size = 18 }: { readonly name: GlyphName; readonly size?: number }) => (
  <svg width={size} height={size} viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.75" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true" style={{ flex: 'none' }}>
    <path d={glyphs[name]} />
  </svg>
);
