import { defineConfig } from '@playwright/test';
import { findBrowser } from './tests/support/browser.ts';

const { executablePath, args } = await findBrowser();

export default defineConfig({
  testDir: 'tests/journeys',
  testMatch: '*.journey.ts',
  // Each has a sandbox and a proxy of its own. One more than cores: a journey waits about as long as it works.
  workers: 3,
  fullyParallel: false,
  retries: 0,
  forbidOnly: true,
  timeout: 150_000,
  expect: { timeout: 15_000 },
  reporter: [
    ['list'],
    ['json', { outputFile: process.env['PLAYWRIGHT_JSON_OUTPUT_NAME'] ?? 'test-results/journeys.json' }],
  ],
  outputDir: 'test-results',
  use: { launchOptions: { executablePath, args }, viewport: { width: 1280, height: 800 }, locale: 'en-GB' },
});
