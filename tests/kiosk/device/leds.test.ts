/** Lights against real little servers, as panels and controllers have them. */

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, expect, test } from 'vitest';
import { createLed } from '../../../kiosk/device/leds.ts';
import type { Led } from '../../../kiosk/ports.ts';
import type { LedKind } from '../../../shared/room/policy.ts';
import { at } from '../../support/builders.ts';
import { aTabletClock } from '../../support/virtual-tablet.ts';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

type Took = { readonly path: string; readonly body: string };

async function aPanel(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const took: Took[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      took.push({ path: request.url ?? '', body });
      answer(request, response);
    });
  });
  await new Promise<void>((open) => server.listen(0, '127.0.0.1', open));
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { took, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

const well = (_: IncomingMessage, response: ServerResponse) => void response.writeHead(200).end('{}');
const clock = aTabletClock(at('10:00'));

function aLed(kind: LedKind, address: string, fully?: Record<string, unknown>): Led {
  const led = createLed(kind, address, { clock, fetch: (input, init) => fetch(input, init), fully });
  if (led === null) throw new Error('no light');
  return led;
}

test('Qbic’s service is told the colour in numbers, for the bars beside the front too', async () => {
  const { took, origin } = await aPanel(well);
  await aLed('qbic', `${origin}/v1/led/front_led`).show([0, 255, 0]);

  expect(took.map(({ path }) => path).sort()).toEqual(['/v1/led/front_led', '/v1/led/led_bars', '/v1/led/side_led']);
  expect(new Set(took.map(({ body }) => body))).toEqual(new Set(['{"red":0,"green":255,"blue":0}']));
});

test('a panel that has no side bars is lit all the same', async () => {
  const { took, origin } = await aPanel((request, response) => {
    response.writeHead(request.url === '/v1/led/front_led' ? 200 : 404).end();
  });
  await aLed('qbic', `${origin}/v1/led/front_led`).show(null);

  expect(took.at(-1)).toEqual({ path: '/v1/led/front_led', body: '{"red":0,"green":0,"blue":0}' });
});

test('whoever names one bar means that one', async () => {
  const { took, origin } = await aPanel(well);
  await aLed('qbic', `${origin}/v1/led/side_led`).show([255, 0, 0]);

  expect(took.map(({ path }) => path)).toEqual(['/v1/led/side_led']);
});

test('a controller of another make is told all that it could want', async () => {
  const { took, origin } = await aPanel(well);
  await aLed('http', `${origin}/doors/7?bright=1`).show([255, 140, 0]);
  await aLed('http', `${origin}/doors/7`).show(null);

  expect(took[0]?.path).toBe('/doors/7?bright=1');
  expect(took.map(({ body }) => JSON.parse(body))).toEqual([
    { on: true, colour: '#ff8c00', red: 255, green: 140, blue: 0 },
    { on: false, colour: '#000000', red: 0, green: 0, blue: 0 },
  ]);
});

test.for([
  { how: 'says no', answer: (_: IncomingMessage, response: ServerResponse) => void response.writeHead(401).end() },
  { how: 'breaks off', answer: (_: IncomingMessage, response: ServerResponse) => void response.destroy() },
])('a light that $how has failed', async ({ answer }) => {
  const { origin } = await aPanel(answer);

  await expect(aLed('http', `${origin}/`).show([0, 255, 0])).rejects.toThrow();
});

test('a light that does not answer is given up after three seconds', async () => {
  const { took, origin } = await aPanel(() => {});
  const given = aLed('http', `${origin}/`).show([0, 255, 0]);
  const failed = expect(given).rejects.toThrow('no answer');
  while (took.length === 0) await new Promise((turn) => setImmediate(turn));
  await clock.advance(3_000);

  await failed;
});

test('Fully sends the bytes that the address says, whichever way the screen is lit', async () => {
  const sent: unknown[][] = [];
  const fully = { sendHexDataToTcpPort: (...given: unknown[]) => sent.push(given) };
  const led = aLed('fully', '127.0.0.1:5000/3a01{r}{g}{b}0d', fully);
  await led.show([255, 140, 0]);
  await led.show(null);

  expect(sent).toEqual([
    ['3A01FF8C000D', '127.0.0.1', 5000],
    ['3A010000000D', '127.0.0.1', 5000],
  ]);
});

test('without Fully, or where it refuses, such a light has failed', async () => {
  await expect(aLed('fully', '127.0.0.1:5000/{r}').show(null)).rejects.toThrow('no Fully');
  const refuses = {
    sendHexDataToTcpPort() {
      throw new Error('PLUS');
    },
  };
  await expect(aLed('fully', '127.0.0.1:5000/{r}', refuses).show(null)).rejects.toThrow('Fully refused');
});

test.for([
  ['none', 'http://127.0.0.1/'],
  ['http', ''],
  ['http', 'ftp://127.0.0.1/'],
  ['http', 'http://anna:secret@127.0.0.1/'],
  ['fully', 'http://127.0.0.1/'],
  ['fully', '127.0.0.1:99999/FF'],
] as const)('"%s" at "%s" is no light', ([kind, address]) => {
  expect(createLed(kind, address, { clock, fetch, fully: undefined })).toBeNull();
});

test('what a light says beside its answer is let go, even where that never ends', async () => {
  let ended: Promise<void> | undefined;
  const panel = await aPanel((_, response) => {
    ended = new Promise((resolve) => response.on('close', resolve));
    response.writeHead(200).write('{');
  });

  await aLed('http', panel.origin).show([0, 255, 0]);

  await ended;
});
