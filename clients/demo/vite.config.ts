import { defineConfig } from 'vite';

export default defineConfig({
  base: '/demo/',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    target: ['chrome125', 'firefox128', 'safari17.5'],
    modulePreload: false,
  },
});
