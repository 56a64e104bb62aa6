/** The gallery is built apart from the kiosk: nothing of it may reach a tablet. */

import { join } from 'node:path';
import { defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  base: './',
  logLevel: 'warn',
  build: {
    outDir: join(import.meta.dirname, 'out/gallery'),
    emptyOutDir: true,
    target: ['chrome83', 'safari15'],
    rollupOptions: { input: join(import.meta.dirname, 'gallery.html') },
  },
});
