import { defineConfig } from 'vite';
import type { Plugin } from 'vite';

/** What light-dark() and relative colours need: every engine since spring 2024. Older ones would get half of a dark theme. */
const target = ['chrome125', 'firefox128', 'safari17.5'];

/** The frame: the chat itself, in an iframe from our own origin. */
const frame = defineConfig({
  base: '/widget/',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    target,
    modulePreload: false,
    rolldownOptions: { input: 'frame.html' },
  },
});

/** Takes the design tokens that nothing uses out of a script's inlined styles: most of them, in the loader. */
function onlyUsedTokens(): Plugin {
  const prune = (css: string): string => {
    const pruned = css.replace(/(?<=[{;])(--[\w-]+):[^;}]*;?/g, (declaration, name: string) => (css.includes(`var(${name})`) ? declaration : ''));
    return pruned === css ? css : prune(pruned);
  };
  return {
    name: 'only-used-tokens',
    enforce: 'post',
    transform: { filter: { id: /\.css\?inline$/ }, handler: (code) => ({ code: prune(code), map: null }) },
  };
}

/** The loader: one classic script for any page, without imports, at an address that never changes. */
const loader = defineConfig({
  publicDir: false,
  plugins: [onlyUsedTokens()],
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
