/** The console in a browser of its own, with somebody signed in. */

import type { Browser, Page } from '@playwright/test';
import type { Site } from './site.ts';

/** People at Northwind, by what they may do there. */
export const CONSOLE_PEOPLE = { Viewer: /Wiebke Hansen/, Operator: /Priya Raman/, Admin: /Tom.s Ferreira/ } as const;

/** `page`: as the address names it, with its query. */
export async function openConsole(
  browser: Browser,
  site: Site,
  { as = 'Operator', page: name = '' }: { as?: keyof typeof CONSOLE_PEOPLE; page?: string } = {},
): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await page.goto(`${site.origin}/console${name === '' ? '' : `?page=${name}`}`);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('button', { name: CONSOLE_PEOPLE[as] }).click();
  await page.getByRole('button', { name: 'Sign out' }).waitFor();
  return page;
}
