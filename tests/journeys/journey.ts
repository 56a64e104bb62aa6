/** What every journey starts from: a site of its own, one for each file, closed at its end. */

import { test as base, expect, type Locator, type Page } from '@playwright/test';
import { type Site, startSite } from '../support/site.ts';

type Fixtures = { readonly site: Site };

export const test = base.extend<Record<never, never>, Fixtures>({
  site: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures that one needs from the pattern.
    async ({}, use) => {
      const site = await startSite();
      await use(site);
      await site.close();
    },
    { scope: 'worker' },
  ],
});

/** Word, phrase and then-line of the door, as one polite status. */
export function status(page: Page): Locator {
  return page.getByRole('status').first();
}

export { expect };
