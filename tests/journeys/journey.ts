/** What every journey starts from: a site that runs, with empty calendars, the usual policy and nothing broken. */

import { test as base, expect, type Locator, type Page } from '@playwright/test';
import { type Line, layLine } from '../support/line.ts';
import { type Site, startSite } from '../support/site.ts';

type Fixtures = { readonly site: Site };
/** `away`: the site as it is reached over the line. */
type Between = { readonly line: Line; readonly away: Site };

export const test = base.extend<Between & { readonly afresh: undefined }, Fixtures>({
  afresh: [
    async ({ site }, use) => {
      await site.mend();
      await use(undefined);
    },
    { auto: true },
  ],
  async line({ site }, use) {
    const line = await layLine(site.origin);
    await use(line);
    await line.close();
  },
  async away({ site, line }, use) {
    await use({ ...site, origin: line.origin });
  },
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
