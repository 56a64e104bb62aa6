import AxeBuilder from '@axe-core/playwright';
import { openConsole } from '../support/console-page.ts';
import { openDoor } from '../support/door.ts';
import { aPng } from '../support/pictures.ts';
import { expect, status, test } from './journey.ts';

/** Tomorrow at noon, as the field takes it. */
const tomorrow = () => {
  const day = new Date(Date.now() + 86_400_000);
  const two = (n: number) => String(n).padStart(2, '0');
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}T12:00`;
};

test('facilities hang a notice, change it and close a room in the console, the door shows both, and both are taken back', async ({
  browser,
  page,
  site,
}) => {
  await openDoor(page, site, 'Porto');
  const console = await openConsole(browser, site, { as: 'Operator', page: 'notices' });
  await expect(console.getByText('Nothing hangs on any door.')).toBeVisible();

  const notice = console.getByRole('form', { name: 'Hang a notice' });
  await notice.getByLabel('What it says').fill('Fire drill at 14:00');
  await notice.getByRole('button', { name: 'Hang it' }).click();
  await expect(notice.getByText('Say until when it hangs.')).toBeVisible();
  await notice.getByLabel('Where').selectOption('Porto');
  await notice.getByLabel('Until').fill(tomorrow());
  await notice.getByRole('button', { name: 'Hang it' }).click();
  await expect(page.getByRole('region', { name: 'Notices' })).toContainText('Fire drill at 14:00');

  await console.getByRole('button', { name: /^Edit.*14:00/ }).click();
  const change = console.getByRole('form', { name: 'Change a notice' });
  await expect(change.getByLabel('What it says')).toBeFocused();
  await expect(change.getByLabel('Until')).toHaveValue(tomorrow());
  await change.getByLabel('What it says').fill('Fire drill at 15:00');
  await change
    .getByLabel('Another picture instead')
    .or(change.getByLabel('A picture, if it helps'))
    .setInputFiles({
      name: 'way-out.png',
      mimeType: 'image/png',
      buffer: Buffer.from(aPng(60, 40)),
    });
  await change.getByLabel('What the picture shows').fill('The way out');
  await change.getByRole('button', { name: 'Save the change' }).click();
  await expect(page.getByRole('region', { name: 'Notices' })).toContainText('Fire drill at 15:00');
  await expect(page.getByRole('img', { name: 'The way out' })).toBeVisible();
  await expect(console.getByRole('button', { name: /^Edit.*15:00/ })).toBeFocused();

  const closing = console.getByRole('form', { name: 'Take a room out of service' });
  await closing.getByRole('combobox').first().selectOption('Porto');
  await closing.getByLabel('Why').fill('New carpet');
  await closing.getByRole('button', { name: 'Close the room' }).click();
  await expect(status(page)).toContainText('Closed');
  await expect(console.getByRole('heading', { level: 1, name: '1 notice hangs, 1 room is closed' })).toBeVisible();
  const { violations } = await new AxeBuilder({ page: console }).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);

  await console.getByRole('button', { name: /^Open it/ }).click();
  await expect(console.getByText('Every room is open.')).toBeVisible();
  await console.getByRole('button', { name: /^Take down/ }).click();
  await expect(status(page)).toContainText('Free');
  await expect(page.getByRole('region', { name: 'Notices' })).toBeHidden();
});
