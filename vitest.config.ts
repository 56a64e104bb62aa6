/** The unit tests, in Node. Apart from vite.config.ts, or each run would build a service worker. */

import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** What takes minutes; begun last, each would hold up the end alone. */
const LONG = /tests\/(simulation|faults)\//;

/** Vitest wants a class here. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isLong = ({ moduleId }: TestSpecification) => LONG.test(moduleId);
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  test: {
    environment: 'node',
    include: ['tests/**/*.test.ts', 'tests/**/*.test.tsx'],
    exclude: ['tests/journeys/**', 'node_modules/**'],
    restoreMocks: true,
    // Left to itself it keeps one core for whoever watches, which of two is half.
    maxWorkers: '100%',
    sequence: { sequencer: LongestFirst },
    // Whole sites live through virtual days in some of them; how long that takes is the bench's business, not a verdict.
    testTimeout: 60_000,
  },
});
