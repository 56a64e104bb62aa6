import { addressOf, openDoor } from '../support/door.ts';
import { expect, status, test } from './journey.ts';

test('what happens in Outlook is on the door at once: invited, moved, made private, cancelled', async ({
  page,
  site,
}) => {
  const room = await addressOf(site, 'Lisbon');
  await openDoor(page, site, 'Lisbon');
  await expect(status(page)).toContainText('Free');

  const meeting = await site.outlook.invite({ room, subject: 'Budget talk', startsIn: -5, minutes: 65 });
  await expect(status(page)).toContainText('In use');
  await expect(status(page)).toContainText('Budget talk');
  await expect(page.locator('[data-mood="used"]').first()).toBeVisible();

  await site.outlook.change(meeting.id, { private: true });
  await expect(status(page)).toContainText('A private meeting');
  await expect(page.getByText('Budget talk')).toHaveCount(0);

  const later = new Date(Date.parse(meeting.start) + 65 * 60_000);
  await site.outlook.change(meeting.id, {
    start: later.toISOString(),
    end: new Date(later.getTime() + 30 * 60_000).toISOString(),
    private: false,
  });
  await expect(status(page)).toContainText('Free');
  await expect(status(page)).toContainText('Budget talk');

  await site.outlook.cancel(meeting.id);
  await expect(status(page)).not.toContainText('Budget talk');
  await expect(status(page)).toContainText('Free');
});

test('a private title is nowhere that the browser can reach: not in the stream, not in the store, not in the log', async ({
  page,
  site,
}) => {
  const room = await addressOf(site, 'Oslo');
  const secret = 'Merger with Umbrella';
  const streamed: string[] = [];
  page.on('response', (response) => {
    if (response.url().includes('/api/') && !response.url().includes('/stream')) {
      void response.text().then(
        (text) => streamed.push(text),
        () => undefined,
      );
    }
  });
  await site.outlook.invite({ room, subject: secret, private: true, startsIn: -5, minutes: 60 });
  await openDoor(page, site, 'Oslo');
  await expect(status(page)).toContainText('A private meeting');

  const kept = await page.evaluate(async () => {
    const names = (await indexedDB.databases()).map(({ name }) => name ?? '');
    const dumps = await Promise.all(
      names.map(
        (name) =>
          new Promise<string>((resolve) => {
            const open = indexedDB.open(name);
            open.onsuccess = () => {
              const stores = [...open.result.objectStoreNames];
              const reads = open.result.transaction(stores);
              const values: unknown[] = [];
              for (const store of stores) {
                const all = reads.objectStore(store).getAll();
                all.onsuccess = () => values.push(all.result);
              }
              reads.oncomplete = () => {
                open.result.close();
                resolve(JSON.stringify(values));
              };
            };
          }),
      ),
    );
    return dumps.join('') + document.documentElement.outerHTML;
  });
  expect(kept).toContain('Oslo');
  expect(kept).not.toContain('Umbrella');
  expect(streamed.join('')).not.toContain('Umbrella');
  expect(site.printed()).not.toContain('Umbrella');
});

test('a meeting that follows at once is named while the one before it ends', async ({ page, site }) => {
  const room = await addressOf(site, 'Valparaíso');
  await site.outlook.invite({ room, subject: 'First', startsIn: -20, minutes: 25 });
  await site.outlook.invite({ room, subject: 'Second', startsIn: 5, minutes: 60 });
  await openDoor(page, site, 'Valparaíso');

  await expect(status(page)).toContainText('Ending');
  await expect(status(page)).toContainText('Second');
});

test('a hostile subject harms nothing: markup, direction marks, nulls, emoji and ten thousand letters', async ({
  page,
  site,
}) => {
  const room = await addressOf(site, 'Coimbra');
  const subject = `<img src=x onerror=alert(1)>\u202E${'é\u0301'.repeat(200)}\u0000👩‍👩‍👧‍👦${'A'.repeat(10_000)}`;
  const dialogs: string[] = [];
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  await site.outlook.invite({ room, subject, startsIn: -5, minutes: 60 });
  await openDoor(page, site, 'Coimbra');

  await expect(status(page)).toContainText('In use');
  await expect(status(page)).toContainText('<img src=x');
  expect(await page.locator('img[src="x"]').count()).toBe(0);
  expect(dialogs).toEqual([]);
  const text = (await status(page).textContent()) ?? '';
  expect([...text].filter((letter) => letter === '\u0000' || letter === '\u202E')).toEqual([]);
  expect(text.length).toBeLessThan(700);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
  expect(overflow).toBe(false);
});
