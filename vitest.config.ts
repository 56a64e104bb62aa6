/** The unit tests, in Node. Apart from vite.config.ts, or each run would build a service worker. */

import { defineConfig } from 'vitest/config';

export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  test: {
    environment: 'node',
    include: ['tests/**/*.test.ts', 'tests/**/*.test.tsx'],
    exclude: ['tests/journeys/**', 'node_modules/**'],
    restoreMocks: true,
    // Whole sites live through virtual days in some of them; how long that takes is the bench's business, not a verdict.
    testTimeout: 60_000,
  },
});
