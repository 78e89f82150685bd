import { defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  base: '/console/',
  build: {
    // The console is for agents' own, current browsers: light-dark() and oklch() stay as they are written.
    target: ['chrome125', 'safari17.5', 'firefox125'],
    outDir: 'dist',
    emptyOutDir: true,
    chunkSizeWarningLimit: 900,
  },
});
