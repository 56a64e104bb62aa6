/** A tablet and those who look after it from afar: what it tells of itself, what it is told, and the light beside it. */

import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { addressOf, openDoor } from '../support/door.ts';
import type { Site } from '../support/site.ts';
import { expect, status, test } from './journey.ts';

type Listed = {
  readonly id: string;
  readonly room: { readonly displayName: string } | null;
  readonly connected: boolean;
};

/** The one that was paired last: rooms of earlier journeys keep their tablets. */
async function deviceAt(site: Site, room: string): Promise<string> {
  const { devices } = (await (await site.console('GET', '/devices')).json()) as { devices: Listed[] };
  return devices.filter((one) => one.room?.displayName === room && one.connected).at(-1)?.id ?? '';
}

async function tell(site: Site, device: string, order: object): Promise<() => Promise<string | undefined>> {
  const answer = await site.console('POST', '/commands', { devices: [device], order });
  const { commands } = (await answer.json()) as { commands: { id: string }[] };
  return async () => {
    const list = (await (await site.console('GET', `/commands?device=${device}`)).json()) as {
      commands: { id: string; state: string }[];
    };
    return list.commands.find(({ id }) => id === commands[0]?.id)?.state;
  };
}

type Told = { shown: { state: string } | null; vitals: Record<string, unknown> | null };

/** What the fleet's stream says of it first. */
async function seenOf(site: Site, device: string): Promise<Told | undefined> {
  const answer = await site.console('GET', '/stream');
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  let heard = '';
  while (reader !== undefined && !heard.includes('event: heartbeat')) heard += (await reader.read()).value ?? '';
  await reader?.cancel();
  const news = [...heard.matchAll(/^event: fleet\ndata: (.*)$/gm)].map(
    ([, data]) => JSON.parse(data ?? '{}') as { devices: (Told & { id: string })[] },
  );
  return news.flatMap(({ devices }) => devices).find(({ id }) => id === device);
}

test('facilities see what a door shows and how its tablet fares, and find it in the corridor', async ({
  page,
  site,
}) => {
  await openDoor(page, site, 'Lisbon');
  await expect(status(page)).toContainText('Free');
  const device = await deviceAt(site, 'Lisbon');
  await expect.poll(async () => (await seenOf(site, device))?.shown?.state, { timeout: 60_000 }).toBe('available');
  expect((await seenOf(site, device))?.vitals).toMatchObject({ host: 'browser', screenOn: true });

  const identified = await tell(site, device, { kind: 'identify', seconds: 3 });

  await expect(page.getByRole('alert')).toHaveText('Lisbon');
  await expect.poll(identified).toBe('done');
  await expect(page.getByRole('alert')).toBeHidden();
});

test('a message stands beside the status and hides nothing, until somebody puts it away', async ({ page, site }) => {
  await openDoor(page, site, 'Porto');
  const done = await tell(site, await deviceAt(site, 'Porto'), { kind: 'message', words: 'Fire drill at three' });
  await expect(page.getByText('Fire drill at three')).toBeVisible();
  await expect.poll(done).toBe('done');

  await expect(status(page)).toBeInViewport({ ratio: 1 });
  await expect(page.getByRole('button', { name: /^15 min/ })).toBeInViewport({ ratio: 1 });
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
  await page.getByRole('button', { name: 'Close' }).click();
  await expect(page.getByText('Fire drill at three')).toBeHidden();
});

test('a tablet that is told to reload does, and says so from its next life', async ({ page, site }) => {
  await openDoor(page, site, 'Kyoto');
  const device = await deviceAt(site, 'Kyoto');
  await page.evaluate(() => Object.assign(window, { before: true }));

  const done = await tell(site, device, { kind: 'reload' });

  await expect.poll(done).toBe('done');
  expect(await page.evaluate(() => 'before' in window)).toBe(false);
  await expect.poll(await tell(site, device, { kind: 'update' })).toBe('done');
});

test('a tablet that is moved shows its new room, and dims when told to', async ({ page, site }) => {
  await openDoor(page, site, 'Lisbon');
  const device = await deviceAt(site, 'Lisbon');
  await tell(site, device, { kind: 'move', room: await addressOf(site, 'Coimbra') });
  await expect(page.getByRole('heading', { level: 1, name: 'Coimbra' })).toBeVisible();

  await expect.poll(await tell(site, device, { kind: 'dim', percent: 20 })).toBe('done');
  await expect(page.locator('[data-shade]')).toHaveCSS('opacity', '0.8');
});

/** As Qbic's panels serve it: a small HTTP service that no page has to ask for leave. */
async function openBar(isWell: () => boolean) {
  const shown: string[] = [];
  const take = async (request: IncomingMessage) => {
    const { red, green, blue } = JSON.parse(await text(request)) as Record<string, number>;
    shown.push(`${red} ${green} ${blue}`);
  };
  const server: Server = createServer((request, response) => {
    response.setHeader('Access-Control-Allow-Origin', '*');
    response.setHeader('Access-Control-Allow-Headers', 'content-type');
    if (request.method === 'OPTIONS') response.writeHead(204).end();
    else if (!isWell()) response.writeHead(500).end();
    else if (request.url !== '/v1/led/front_led') response.writeHead(404).end();
    else void take(request).then(() => response.writeHead(200).end());
  });
  await new Promise<void>((open) => server.listen(0, '127.0.0.1', open));
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}/v1/led/front_led`,
    shown,
    close: () => new Promise((closed) => server.close(closed)),
  };
}

test('a light that facilities name later follows the screen from then on, and is never green when the screen is not', async ({
  page,
  site,
}) => {
  let isWell = true;
  const bar = await openBar(() => isWell);
  await openDoor(page, site, 'Porto');
  await expect(status(page)).toContainText('Free');

  await site.setPolicy({ led: 'qbic', ledAddress: bar.address });
  await expect.poll(() => bar.shown.at(-1), { timeout: 60_000 }).toBe('0 255 0');
  await page.getByRole('button', { name: /^15 min/ }).click();
  await expect(status(page)).toContainText('Yours');
  await expect.poll(() => bar.shown.at(-1)).toBe('255 0 0');

  // A light that fails costs the screen nothing.
  isWell = false;
  await page.getByRole('button', { name: /^Undo/ }).click();
  await expect(status(page)).toContainText('Free');
  isWell = true;
  await expect.poll(() => bar.shown.at(-1), { timeout: 60_000 }).toBe('0 255 0');
  await bar.close();
});

/** Runs in the page, before its own scripts: as much of Fully as is called. */
function standInForFully(): void {
  const calls: string[] = [];
  const note =
    (name: string, answer: unknown = undefined) =>
    (...given: unknown[]) => {
      calls.push(`${name} ${given.join(' ')}`.trim());
      return answer;
    };
  const fully = {
    getBatteryLevel: note('getBatteryLevel', 73),
    isPlugged: note('isPlugged', true),
    getWifiSignalLevel: note('getWifiSignalLevel', -58),
    getScreenBrightness: note('getScreenBrightness', 200),
    setScreenBrightness: note('setScreenBrightness'),
    turnScreenOn: note('turnScreenOn'),
    turnScreenOff: note('turnScreenOff'),
    getDeviceName: note('getDeviceName', 'Panel 7'),
    bind: note('bind'),
    sendHexDataToTcpPort: note('sendHexDataToTcpPort'),
  };
  Object.assign(window, { fully, calls });
}

const callsOf = (page: Page) => page.evaluate(() => (window as unknown as { calls: string[] }).calls);

test('in Fully the tablet tells its battery and signal, is dimmed by hand, and lights its bar over TCP', async ({
  page,
  site,
}) => {
  await page.addInitScript(standInForFully);
  await site.setPolicy({ led: 'fully', ledAddress: '127.0.0.1:5000/A5{r}{g}{b}' });
  await openDoor(page, site, 'Kyoto');
  await expect.poll(() => callsOf(page)).toContain('sendHexDataToTcpPort A500FF00 127.0.0.1 5000');
  const device = await deviceAt(site, 'Kyoto');

  await expect
    .poll(async () => (await seenOf(site, device))?.vitals, { timeout: 60_000 })
    .toMatchObject({
      host: 'fully',
      batteryPercent: 73,
      wifiDbm: -58,
      light: 'green',
    });
  await expect.poll(await tell(site, device, { kind: 'dim', percent: 10 })).toBe('done');
  expect(await callsOf(page)).toContain('setScreenBrightness 26');
});

/** Half an hour on the other side of the clock. */
function closedNow(): { from: number; to: number } {
  const from = ((new Date().getUTCHours() + 12) % 24) * 60;
  return { from, to: from + 30 };
}

test('while the building sleeps the glass is dark; the first touch wakes it and does nothing else', async ({
  page,
  site,
}) => {
  await openDoor(page, site, 'Lisbon');
  const button = page.getByRole('button', { name: /^15 min/ });
  await button.waitFor();
  await site.setPolicy({ openingHours: closedNow(), afterHours: 'off' });
  const shade = page.locator('[data-shade]');
  await expect(shade).toHaveCSS('opacity', '0.92');

  const place = await button.boundingBox();
  await page.mouse.click((place?.x ?? 0) + 20, (place?.y ?? 0) + 20);
  await expect(shade).toHaveCount(0);
  await expect(status(page)).toContainText('Free');
  expect(await site.outlook.calendar(await addressOf(site, 'Lisbon'))).toEqual([]);

  await button.click();
  await expect(status(page)).toContainText('Yours');
});
