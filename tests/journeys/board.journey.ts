import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { addressOf } from '../support/door.ts';
import type { Site } from '../support/site.ts';
import { expect, test } from './journey.ts';

/** A screen that an operator has made a board, through the API. */
async function openBoard(page: Page, site: Site, name: string): Promise<void> {
  await page.goto(site.origin);
  const label = await page.getByLabel(/^Code /).getAttribute('aria-label');
  const code = (label ?? '').replace('Code', '').replace(/[\s,]/g, '');
  const answer = await site.console('POST', `/pairings/${code}/confirm`, { board: name });
  if (!answer.ok) throw new Error(`pairing with ${name}: ${answer.status} ${await answer.text()}`);
  await page.waitForURL('**/board');
  await page.getByRole('heading', { level: 1, name: /free/ }).waitFor();
}

/** Whether the tablet has the board on its disk. Runs in the page. */
function isBoardKept(): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open('doorlight');
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const db = opening.result;
      const asked = db.transaction('kept').objectStore('kept').get('board');
      asked.onsuccess = () => {
        db.close();
        resolve(asked.result !== undefined);
      };
    };
  });
}

const row = (page: Page, room: string) => page.getByRole('listitem').filter({ hasText: room });

test.afterEach(({ site }) => site.setPolicy({}));

test.use({ viewport: { width: 1920, height: 1080 } });

test('an operator makes a screen a board in the console, and it goes to its page by itself', async ({
  browser,
  site,
}) => {
  const screen = await (await browser.newContext()).newPage();
  await screen.goto(site.origin);
  const label = (await screen.getByLabel(/^Code /).getAttribute('aria-label')) ?? '';
  const code = label.replace('Code', '').replace(/[\s,]/g, '');

  const console = await (await browser.newContext()).newPage();
  await console.goto(`${site.origin}/console?code=${code}`);
  await console.getByRole('button', { name: /sign in/i }).click();
  await console.getByRole('button', { name: /Priya Raman/ }).click();
  await console.getByRole('button', { name: 'At no door: it is a board of many rooms' }).click();
  await console.getByLabel('The board’s name').fill('Reception');
  await console.getByRole('button', { name: 'Yes, pair it with Reception' }).click();

  await screen.waitForURL('**/board');
  await expect(screen.getByRole('heading', { level: 1 })).toHaveText(/rooms are free/);
  await expect(console.getByRole('heading', { name: /The board Reception is lit/ })).toBeVisible();
});

test('a booking in Outlook takes a room off the free ones within a second or two, without its title', async ({
  page,
  site,
}) => {
  await openBoard(page, site, 'Lobby');
  const before = await page.getByRole('heading', { level: 1 }).textContent();
  const room = await addressOf(site, 'Lisbon');

  await site.outlook.invite({ room, subject: 'Takeover talks', startsIn: 0, minutes: 50 });

  await expect(row(page, 'Lisbon')).toContainText('in use to');
  await expect(page.getByRole('heading', { level: 1 })).not.toHaveText(before ?? '');
  await expect(page.getByText('Takeover talks')).toHaveCount(0);
});

test('what facilities decide about a board is on its screen at once: floor, arrows, titles', async ({ page, site }) => {
  await openBoard(page, site, 'Third floor');
  const { boards } = (await (await site.console('GET', '/boards')).json()) as {
    boards: { id: string; name: string }[];
  };
  const board = boards.find(({ name }) => name === 'Third floor');
  const { rooms } = (await (await site.console('GET', '/rooms')).json()) as {
    rooms: { id: string; floor: string | null; displayName: string }[];
  };
  const [first] = rooms.filter(({ floor }) => floor !== null);
  const elsewhere = rooms.find(({ floor }) => floor !== first?.floor);
  await expect(row(page, elsewhere?.displayName ?? '')).toBeVisible();

  await site.console('PUT', `/boards/${board?.id}`, {
    name: 'Third floor',
    building: null,
    floor: first?.floor,
    here: first?.floor,
    showTitles: false,
    arrows: [{ room: first?.id, way: 'ahead-left' }],
  });

  await expect(row(page, elsewhere?.displayName ?? '')).toHaveCount(0);
  await expect(page.getByRole('heading', { level: 2, name: /you are here/ }).first()).toBeVisible();
  await expect(row(page, first?.displayName ?? '').getByRole('img', { name: 'ahead, to the left' })).toBeVisible();
});

test('a board goes on without its server, says so, and is there after a reload without a network', async ({
  page,
  site,
}) => {
  await openBoard(page, site, 'Lobby');
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await expect.poll(() => page.evaluate(isBoardKept)).toBe(true);
  await site.stopProxy();
  try {
    await expect(page.getByText('This screen has lost its connection')).toBeVisible({ timeout: 45_000 });
    await page.reload();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(/rooms are free/);
    await expect(row(page, 'Porto')).toBeVisible();
  } finally {
    await site.startProxy();
  }
  await expect(page.getByText('This screen has lost its connection')).toHaveCount(0, { timeout: 45_000 });
});

test('a board in Arabic and high contrast, as the tenant decides, with no violation that axe knows', async ({
  page,
  site,
}) => {
  await openBoard(page, site, 'Lobby');
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);

  await site.setPolicy({
    look: {
      theme: 'contrast',
      palette: 'red',
      lowReach: false,
      textSize: 'normal',
      clock: 'locale',
      languages: ['ar-EG'],
    },
  });

  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl', { timeout: 30_000 });
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'contrast');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/متاحة/);
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
});

test('a board that is taken off goes back to a code', async ({ page, site }) => {
  await openBoard(page, site, 'Lobby');
  const { devices } = (await (await site.console('GET', '/devices')).json()) as {
    devices: { id: string; pairedAt: string; board: { name: string } | null }[];
  };
  const [last] = devices
    .filter(({ board }) => board !== null)
    .sort((a, b) => Date.parse(b.pairedAt) - Date.parse(a.pairedAt));

  await site.console('DELETE', `/devices/${last?.id}`);

  await expect(page.getByLabel(/^(Code|الرمز) /)).toBeVisible();
  expect(new URL(page.url()).pathname).toBe('/');
});
