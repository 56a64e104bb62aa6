import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import type { Letter } from '../../../edge-proxy/ports/mail.ts';
import { WebhookRefused } from '../../../edge-proxy/ports/mail.ts';
import type { StoredAlerting } from '../../../edge-proxy/ports/watch.ts';
import { createWebhook } from '../../../edge-proxy/runtime/webhook.ts';
import { createAlarms } from '../../../edge-proxy/watch/alarms.ts';
import { createAlerts, isQuietHour } from '../../../edge-proxy/watch/alerts.ts';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../shared/basics/instant.ts';
import { UTC } from '../../../shared/basics/zone.ts';
import { type AlertPost, type AlertSettings, parseWebhook } from '../../../shared/wire/alerts.ts';
import { at } from '../../support/builders.ts';
import { createFixedChance } from '../../support/fixed-chance.ts';
import { createMemoryLog } from '../../support/memory-log.ts';
import { createMemoryStore } from '../../support/memory-store.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';

const settings: AlertSettings = { to: ['ada@northwind.example'], webhook: null, quiet: null, zone: UTC };
const silent = { severity: 'warning', cause: 'the screen is not connected', remedy: 'Look at its plug.' } as const;

async function theAlerts(change: Partial<AlertSettings> = {}, stored: { row: StoredAlerting | null } = { row: null }) {
  const clock = createVirtualClock(at('10:00'));
  const log = createMemoryLog();
  const letters: Letter[] = [];
  const posts: AlertPost[] = [];
  const script = { failures: 0 };
  const alarms = await createAlarms({ store: createMemoryStore(), clock, log });
  stored.row ??= { settings: { ...settings, ...change }, secret: null, told: [] };
  const open = () =>
    createAlerts({
      store: {
        async saveAlerting(row) {
          stored.row = row;
        },
        findAlerting: async () => stored.row,
      },
      alarms,
      mail: {
        async send(letter) {
          if (script.failures-- > 0) throw new Error('Exchange is away');
          letters.push(letter);
        },
      },
      webhook: { post: async (_, post) => void posts.push(post) },
      clock,
      chance: createFixedChance(),
      log,
      nameSubject: async ({ subject }) => (subject === 'device-1' ? 'Lisbon' : subject),
      consoleUrl: 'https://doors.example/console',
      usual: settings,
    });
  return { clock, log, letters, posts, script, alarms, stored, open, alerts: await open() };
}

test('one mail tells that a door went quiet, and one that it is back, however often it is seen', async () => {
  const { clock, letters, alarms } = await theAlerts();
  for (let n = 0; n < 10; n += 1) {
    alarms.raise('device-silent', 'device-1', silent);
    await clock.advance(MINUTE_MS);
  }
  expect(letters.map(({ subject }) => subject)).toEqual(['Doorlight: Lisbon needs somebody']);
  expect(letters[0]).toMatchObject({ to: ['ada@northwind.example'] });
  expect(letters[0]?.text).toContain('Lisbon, since 10:00: the screen is not connected.\nLook at its plug.');

  alarms.clear('device-silent', 'device-1');
  await clock.advance(10 * MINUTE_MS);

  expect(letters.map(({ subject }) => subject).slice(1)).toEqual(['Doorlight: Lisbon is well again']);
});

test('a restart in between tells nothing twice', async () => {
  const { clock, letters, alarms, alerts, open } = await theAlerts();
  alarms.raise('device-silent', 'device-1', silent);
  await clock.advance(MINUTE_MS);
  alerts.close();

  await open();
  await clock.advance(10 * MINUTE_MS);

  expect(letters).toHaveLength(1);
});

test('many that go at once are one mail, and that one alarm has taken their place is no good news', async () => {
  const { clock, letters, alarms } = await theAlerts();
  for (const n of [1, 2, 3]) alarms.raise('device-silent', `device-${n}`, silent);
  await clock.advance(MINUTE_MS);
  expect(letters.map(({ subject }) => subject)).toEqual(['Doorlight: Lisbon and 2 more need somebody']);

  for (const n of [1, 2, 3]) alarms.clear('device-silent', `device-${n}`);
  alarms.raise('device-silent', 'many-devices', { ...silent, cause: '9 screens are not connected' });
  await clock.advance(MINUTE_MS);

  expect(letters.slice(1).map(({ subject }) => subject)).toEqual(['Doorlight: many-devices needs somebody']);
});

test('in quiet hours nobody is told; what stands at their end is, and what is over by then never', async () => {
  const { clock, letters, alarms } = await theAlerts({ quiet: { from: 9 * 60, to: 12 * 60 } });
  alarms.raise('device-silent', 'device-1', silent);
  alarms.raise('room-not-read', 'room-2', { ...silent, severity: 'critical' });
  await clock.advance(HOUR_MS);
  alarms.clear('room-not-read', 'room-2');
  await clock.advance(50 * MINUTE_MS);
  expect(letters).toEqual([]);

  await clock.advance(20 * MINUTE_MS);

  expect(letters.map(({ subject }) => subject)).toEqual(['Doorlight: Lisbon needs somebody']);
});

test.for([
  { quiet: { from: 1_200, to: 420 }, clock: '22:00', is: true, because: 'the night goes over midnight' },
  { quiet: { from: 1_200, to: 420 }, clock: '06:59', is: true, because: 'it is not over yet' },
  { quiet: { from: 1_200, to: 420 }, clock: '07:00', is: false, because: 'now it is' },
  { quiet: { from: 600, to: 600 }, clock: '10:00', is: false, because: 'it has no length' },
  { quiet: null, clock: '03:00', is: false, because: 'it is never quiet' },
])('at $clock it is quiet: $is, because $because', ({ quiet, clock, is }) => {
  expect(isQuietHour({ ...settings, quiet }, at(clock))).toBe(is);
});

test('where Exchange takes no mail it is tried again, a few times and no more', async () => {
  const some = await theAlerts();
  some.script.failures = 2;
  some.alarms.raise('device-silent', 'device-1', silent);
  await some.clock.advance(10 * MINUTE_MS);
  expect(some.letters).toHaveLength(1);

  const never = await theAlerts();
  never.script.failures = 1_000;
  never.alarms.raise('device-silent', 'device-1', silent);
  await never.clock.advance(24 * HOUR_MS);
  expect(1_000 - never.script.failures).toBe(5);
});

test('no more goes out in a day than a person reads, and the last one says so', async () => {
  const { clock, letters, alarms } = await theAlerts();
  for (let n = 0; n < 100; n += 1) {
    alarms.raise('device-silent', `device-${n + 10}`, silent);
    await clock.advance(MINUTE_MS);
  }

  expect(letters).toHaveLength(30);
  expect(letters.at(-1)?.text).toContain('the last mail of today');
});

test('an alarm that is neither of a door nor of a room, nor critical, is for the console', async () => {
  const { clock, letters, alarms } = await theAlerts();
  alarms.raise('clock-wrong', 'clock', silent);
  alarms.raise('canary-readable', 'canary', { ...silent, severity: 'critical' });
  await clock.advance(MINUTE_MS);

  expect(letters.map(({ subject }) => subject)).toEqual(['Doorlight: canary needs somebody']);
});

test('a webhook gets its secret once, and another only when that is asked for', async () => {
  const { alerts, posts, clock, alarms } = await theAlerts();
  const webhook = 'https://hooks.example/doors';
  const first = await alerts.change({ ...settings, to: [], webhook }, false);
  expect(first.secret).toMatch(/.{40}/);
  expect((await alerts.change({ ...settings, to: [], webhook }, false)).secret).toBeNull();
  expect((await alerts.change({ ...settings, to: [], webhook }, true)).secret).not.toBe(first.secret);
  expect(alerts.state()).toMatchObject({ isSigned: true, secret: null });

  alarms.raise('device-silent', 'device-1', silent);
  await clock.advance(MINUTE_MS);
  expect(posts).toMatchObject([{ event: 'began', incidents: [{ about: 'Lisbon', kind: 'device-silent' }] }]);
  expect(await alerts.tryNow()).toEqual({ mail: 'off', webhook: 'sent', mailFault: null, webhookFault: null });
});

test.for([
  { address: 'https://hooks.example/a?b=c', good: true },
  { address: 'http://localhost:9000/x', good: true },
  { address: 'http://127.0.0.1/x', good: true },
  { address: 'http://hooks.example/', good: false },
  { address: 'http://localhost.evil.example/', good: false },
  { address: 'http://localhost@evil.example/', good: false },
  { address: 'https://user:word@hooks.example/', good: false },
  { address: 'http://169.254.169.254/latest', good: false },
  { address: 'file:///etc/passwd', good: false },
  { address: 'https://', good: false },
  { address: `https://hooks.example/${'x'.repeat(2_000)}`, good: false },
])('$address may be called: $good', ({ address, good }) => {
  expect(parseWebhook(address) !== null).toBe(good);
});

const servers: (() => void)[] = [];
afterEach(() => {
  for (const close of servers.splice(0)) close();
});

async function aListener(status: number, headers: Record<string, string> = {}) {
  const heard: { body: string; signature: string }[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const piece of request) body += String(piece);
    heard.push({ body, signature: String(request.headers['x-doorlight-signature']) });
    response.writeHead(status, headers).end();
  });
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle));
  servers.push(() => server.close());
  return { heard, address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook` };
}

test('what is posted is signed over its time and body, so that whoever has the secret can tell it from a forgery', async () => {
  const clock = createVirtualClock(at('10:00'));
  const { heard, address } = await aListener(204);

  await createWebhook({ fetch, clock }).post(address, { event: 'test', incidents: [] }, 'secret');

  const [{ body, signature } = { body: '', signature: '' }] = heard;
  const time = at('10:00') / SECOND_MS;
  const wanted = createHmac('sha256', 'secret').update(`${time}.${body}`).digest('hex');
  expect(signature).toBe(`t=${time},v1=${wanted}`);
});

test.for([
  'https://169.254.169.254/metadata/instance',
  'https://2852039166/',
  'https://0xa9.0xfe.0xa9.0xfe/',
  'https://[fe80::1]/',
  'https://[::ffff:169.254.169.254]/',
  'https://[fd00:ec2::254]/latest/meta-data',
  'https://metadata.google.internal/',
])('nothing is posted to %s, where a cloud tells a machine its own secrets', async (address) => {
  const asked: unknown[] = [];
  const webhook = createWebhook({
    fetch: async (input) => {
      asked.push(input);
      throw new TypeError('no such host');
    },
    clock: createVirtualClock(at('10:00')),
  });

  await expect(webhook.post(address, { event: 'test', incidents: [] }, null)).rejects.toThrow(WebhookRefused);
  expect(asked).toEqual([]);
});

test.for([
  { status: 302, headers: { Location: 'http://127.0.0.1:1/' }, because: 'a redirect may lead anywhere' },
  { status: 500, headers: {}, because: 'it was not taken' },
])('an answer of $status is a failure, because $because', async ({ status, headers }) => {
  const { address, heard } = await aListener(status, headers as Record<string, string>);
  const webhook = createWebhook({ fetch, clock: createVirtualClock(at('10:00')) });

  await expect(webhook.post(address, { event: 'test', incidents: [] }, null)).rejects.toThrow(WebhookRefused);
  expect(heard).toHaveLength(1);
});
