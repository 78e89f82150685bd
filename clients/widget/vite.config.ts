import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { defineConfig } from 'vite';
import type { Plugin } from 'vite';

/** What light-dark() and relative colours need: every engine since spring 2024. Older ones would get half of a dark theme. */
const target = ['chrome125', 'firefox128', 'safari17.5'];

const STYLES = join(import.meta.dirname, 'frame/style');

/** Takes the design tokens that neither these styles nor those beside them use out of a style sheet: most of them, in the loader. */
function pruneTokens(css: string, beside = ''): string {
  const isUsed = (name: string): boolean => css.includes(`var(${name})`) || beside.includes(`var(${name})`);
  const pruned = css.replace(/(?<=[{;/]\s*)(--[\w-]+):[^;}]*;?/g, (declaration, name: string) => (isUsed(name) ? declaration : ''));
  return pruned === css ? css : pruneTokens(pruned, beside);
}

/** Rules of a page's root, which a shadow root has none of: its host says its theme by `color-scheme` itself. */
const OF_PAGES = /:root(?:\[data-theme[^{}]*\{[^{}]*\}|,\s*)/g;

/** For the loader, which has its styles inlined. */
const pruneInlined: Plugin = {
  name: 'prune-inlined-tokens',
  enforce: 'post',
  transform: { filter: { id: /\.css\?inline$/ }, handler: (code) => ({ code: pruneTokens(code.replace(OF_PAGES, '')), map: null }) },
};

/** For the frame: before styles get their hashed names, so that a name stays true to its content. */
const pruneFrame: Plugin = {
  name: 'prune-frame-tokens',
  enforce: 'pre',
  transform: {
    filter: { id: /\/tokens\.css$/ },
    handler: async (code) => {
      const sheets = await readdir(STYLES);
      const beside = await Promise.all(sheets.map((sheet) => readFile(join(STYLES, sheet), 'utf8')));
      return { code: pruneTokens(code, beside.join('')), map: null };
    },
  },
};

/** The frame: the chat itself, in an iframe from our own origin. */
const frame = defineConfig({
  base: '/widget/',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  plugins: [pruneFrame],
  build: {
    target,
    modulePreload: false,
    rolldownOptions: { input: 'frame.html' },
  },
});

/** The loader: one classic script for any page, without imports, at an address that never changes. */
const loader = defineConfig({
  publicDir: false,
  plugins: [pruneInlined],
  build: {
    target,
    rolldownOptions: {
      input: 'loader/main.ts',
      output: { format: 'iife', entryFileNames: 'v1/loader.js' },
    },
  },
});

export default frame;
export const builds = [frame, loader];
