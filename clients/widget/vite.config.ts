import { defineConfig } from 'vite';

const target = 'es2022';
const jsx = { jsx: { runtime: 'automatic', importSource: 'preact' } } as const;

/** The frame: the chat itself, in an iframe from our own origin. */
const frame = defineConfig({
  base: '/widget/',
  oxc: jsx,
  build: {
    target,
    modulePreload: false,
    rolldownOptions: { input: 'frame.html' },
  },
});

/** The loader: one classic script for any page, without imports, at an address that never changes. */
const loader = defineConfig({
  publicDir: false,
  build: {
    target,
    rolldownOptions: {
      input: 'loader/main.ts',
      output: { format: 'iife', entryFileNames: 'loader.js' },
    },
  },
});

export default frame;
export const builds = [frame, loader];
