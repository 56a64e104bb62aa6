/** F39: whatever is wrong with the tablet's disk, the door is right, and whole again where that can be. */

import type { Page } from '@playwright/test';
import { addressOf, keptForOffline, openDoor } from '../support/door.ts';
import type { Site } from '../support/site.ts';
import { expect, status, test } from './journey.ts';

/** Whatever the disk does, news is seen and a tap is answered. */
async function expectToServe(page: Page, site: Site, room: string, subject: string): Promise<void> {
  await expect(page.getByRole('heading', { level: 1, name: room })).toBeVisible();
  await site.outlook.invite({ room: await addressOf(site, room), subject, startsIn: 180, minutes: 20 });
  await expect(status(page)).toContainText(subject, { timeout: 30_000 });
  await page.getByRole('button', { name: /^15 min/ }).click();
  await expect(status(page)).toContainText('Yours', { timeout: 30_000 });
}

test('F39: rows that nobody can read are as good as none, and are written anew', async ({ page, site }) => {
  await openDoor(page, site, 'Lisbon');
  await keptForOffline(page);
  await page.evaluate(
    () =>
      new Promise<void>((done) => {
        const opening = indexedDB.open('doorlight');
        opening.onsuccess = () => {
          const writing = opening.result.transaction(['kept', 'outbox'], 'readwrite');
          writing.objectStore('kept').put({ day: 'rotten', clockOffsetMs: 'x' }, 'day');
          writing.objectStore('outbox').put(new Uint8Array(64), 'rotten');
          writing.oncomplete = () => {
            opening.result.close();
            done();
          };
        };
      }),
  );

  await page.reload();

  await expectToServe(page, site, 'Lisbon', 'Over rotten rows');
  await expect.poll(() => keptDay(page)).toBe('object');
});

test('F39: a database of a later release is given up for a new one', async ({ page, site }) => {
  await openDoor(page, site, 'Porto');
  await keptForOffline(page);
  await page.goto(`${site.origin}/icon.svg`);
  await page.evaluate(
    () =>
      new Promise<void>((done, fail) => {
        const opening = indexedDB.open('doorlight', 7);
        opening.onblocked = () => fail(new Error('blocked'));
        opening.onsuccess = () => {
          opening.result.close();
          done();
        };
      }),
  );

  await page.goto(site.origin);

  await expectToServe(page, site, 'Porto', 'Over a later schema');
  await keptForOffline(page);
});

test('F39: an old tab holds the database and lets nobody have it: the door does without, and keeps again when the tab is gone', async ({
  page,
  context,
  site,
}) => {
  await openDoor(page, site, 'Bergen');
  await keptForOffline(page);
  await page.goto('about:blank');
  const oldTab = await context.newPage();
  await oldTab.goto(`${site.origin}/icon.svg`);
  await oldTab.evaluate(
    () =>
      new Promise<void>((done) => {
        // Another schema, and deaf to all who ask it to let go.
        const opening = indexedDB.open('doorlight', 7);
        opening.onsuccess = () => done();
      }),
  );

  await page.clock.install();
  await page.goto(site.origin);
  await expectToServe(page, site, 'Bergen', 'Past an old tab');

  await oldTab.close();
  await page.clock.fastForward('10:30');
  const address = await addressOf(site, 'Bergen');
  await site.outlook.invite({ room: address, subject: 'Worth keeping', startsIn: 60, minutes: 20 });
  await expect.poll(() => keptDay(page), { timeout: 45_000 }).toBe('object');
});

test('F39: the disk is full: the door does without it', async ({ page, context, site }) => {
  const devTools = await context.newCDPSession(page);
  await devTools.send('Storage.overrideQuotaForOrigin', { origin: site.origin, quotaSize: 1 });
  await openDoor(page, site, 'Faro');

  await expectToServe(page, site, 'Faro', 'On a full disk');
});

for (const [how, room, breakIt] of [
  ['is not there at all', 'Kyoto', () => Object.defineProperty(window, 'indexedDB', { value: undefined })],
  [
    'throws whatever it is asked',
    'Oslo',
    () => {
      IDBFactory.prototype.open = () => {
        throw new DOMException('Internal error opening backing store', 'UnknownError');
      };
    },
  ],
  [
    'never answers',
    'Coimbra',
    () => {
      IDBFactory.prototype.open = () => ({}) as IDBOpenDBRequest;
      IDBFactory.prototype.deleteDatabase = () => ({}) as IDBOpenDBRequest;
    },
  ],
] as const) {
  test(`F39: IndexedDB ${how}: the door does without it`, async ({ page, site }) => {
    await page.addInitScript(breakIt);
    await openDoor(page, site, room);

    await expectToServe(page, site, room, 'Without a disk');
    await page.reload();
    await expect(status(page)).toContainText(/In use|Yours/);
  });
}

test('F39: the worker cannot read what it keeps: the page comes from the server', async ({ page, line, away }) => {
  const worker = await (await fetch(`${away.origin}/sw.js`)).text();
  const breakCaches = `self.addEventListener('activate', () => {
    CacheStorage.prototype.match = () => Promise.reject(new DOMException('Internal error', 'UnknownError'));
  });`;
  line.answerWith((path, answer) => {
    if (path !== '/sw.js') return false;
    answer.writeHead(200, { 'Content-Type': 'text/javascript' }).end(breakCaches + worker);
    return true;
  });
  await openDoor(page, away, 'Reykjavík');
  await keptForOffline(page);

  await page.reload();

  await expect(page.getByRole('heading', { level: 1, name: 'Reykjavík' })).toBeVisible();
  await expect(page.getByText('Book now')).toBeVisible();
});

function keptDay(page: Page): Promise<string> {
  return page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        const opening = indexedDB.open('doorlight');
        opening.onupgradeneeded = () => opening.transaction?.abort();
        opening.onerror = () => resolve('none');
        opening.onsuccess = () => {
          const reading = opening.result.transaction('kept').objectStore('kept').get('day');
          reading.onsuccess = () => {
            opening.result.close();
            resolve(typeof (reading.result as { day?: unknown } | undefined)?.day);
          };
        };
      }),
  );
}
