/** Every kind of letter that Doorlight sends, from the site's own console to the sandbox's outbox, by Graph over HTTP. */

import { afterEach, beforeEach, expect, test } from 'vitest';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../shared/basics/instant.ts';
import type { AlertTry } from '../../shared/wire/alerts.ts';
import { aKey, at } from '../support/builders.ts';
import { type ComposedSite, openComposedSite } from '../support/composed-site.ts';
import { openStreamClient, type StreamClient } from '../support/event-stream-client.ts';
import { pairTablet } from '../support/http-tablet.ts';

const LISBON = 'lisbon@northwind.example';
const DESK = 'facilities@northwind.example';
const NO_ALERTS = { to: [], webhook: null, quiet: null, zone: 'Europe/Lisbon' };

let site: ComposedSite;
const streams: StreamClient[] = [];
beforeEach(async () => {
  site = await openComposedSite({ isReachable: false });
});
afterEach(async () => {
  for (const stream of streams.splice(0)) stream.close();
  await site.close();
});

async function decide(path: string, body: unknown, method = 'PUT'): Promise<void> {
  const answer = await site.console(method, path, body);
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
}

/** Answers while time passes, as Graph takes a second. */
async function tryAlerts(): Promise<AlertTry> {
  const answer = site.console('POST', '/alerts/try');
  await site.pass(3 * SECOND_MS);
  return (await (await answer).json()) as AlertTry;
}

async function aHungTablet() {
  const tablet = await pairTablet(site.origin, site.token, LISBON);
  const stream = await openStreamClient(`${site.origin}/api/stream`, { Cookie: tablet.cookie });
  streams.push(stream);
  await stream.until('room-day');
  return { ...tablet, stream };
}

test('a door that goes quiet is one letter from the service user, and its return is another', async () => {
  await decide('/alerts', { settings: { ...NO_ALERTS, to: [DESK, 'night@northwind.example'] } });
  const { stream, cookie } = await aHungTablet();
  await site.pass(MINUTE_MS);
  expect(await site.outlook.letters(), 'all is well').toEqual([]);

  stream.close();
  await site.pass(5 * MINUTE_MS);
  expect(await site.outlook.letters()).toMatchObject([
    {
      from: site.sandbox.serviceUser,
      to: [DESK, 'night@northwind.example'],
      subject: expect.stringContaining('Lisbon'),
      savedToSentItems: false,
    },
  ]);
  await site.pass(6 * MINUTE_MS);
  expect(await site.outlook.letters(), 'one for an incident').toHaveLength(1);

  streams.push(await openStreamClient(`${site.origin}/api/stream`, { Cookie: cookie }));
  await site.pass(3 * MINUTE_MS);
  const [, over, ...more] = await site.outlook.letters();
  expect(over).toMatchObject({ from: site.sandbox.serviceUser, subject: expect.stringContaining('Lisbon') });
  expect(more).toEqual([]);
});

test('in quiet hours no letter is sent; what still stands is told when they are over', async () => {
  // 09:00 in Lisbon, as it is in UTC in November.
  await decide('/alerts', { settings: { ...NO_ALERTS, to: [DESK], quiet: { from: 8 * 60, to: 9 * 60 + 20 } } });
  const { stream } = await aHungTablet();
  stream.close();
  await site.pass(10 * MINUTE_MS);
  expect(await site.outlook.letters()).toEqual([]);

  await site.pass(12 * MINUTE_MS);
  expect(await site.outlook.letters()).toMatchObject([{ to: [DESK], subject: expect.stringContaining('Lisbon') }]);
});

test('what somebody says is broken at a door is mailed to whom facilities name for it', async () => {
  await decide('/policy', { faultRecipients: [DESK] });
  const { post } = await aHungTablet();

  const key = aKey(1);
  const said = await post({ key, kind: 'report-fault', what: 'sound', notAfter: at('09:30') });
  await site.pass(10 * SECOND_MS);

  expect(said.status).toBe(202);
  expect(await site.outlook.letters()).toMatchObject([
    {
      from: site.sandbox.serviceUser,
      to: [DESK],
      subject: expect.stringContaining('Lisbon'),
      body: expect.stringContaining('at the door of Lisbon'),
      savedToSentItems: false,
    },
  ]);
});

test('the report of the day before is mailed in the morning, once', async () => {
  // As if it had been asked for a day ago.
  await site.store.saveReportMail({ every: 'daily', to: [DESK], toldUntil: null });
  await site.pass(11 * MINUTE_MS);

  const [report, ...more] = await site.outlook.letters();
  expect(report).toMatchObject({ from: site.sandbox.serviceUser, to: [DESK] });
  expect(report?.subject).toMatch(/2026-11-23/);
  expect(more).toEqual([]);
  await site.pass(HOUR_MS / 4);
  expect(await site.outlook.letters()).toHaveLength(1);
});

test('whoever tries the alerts without Mail.Send is told that Exchange refuses, and with it that the mail went out', async () => {
  const { daemon } = site.sandbox.directory;
  await decide('/alerts', { settings: { ...NO_ALERTS, to: [DESK] } });
  const roles = daemon.roles;
  daemon.roles = roles.filter((role) => role !== 'Mail.Send');
  // A token lives for an hour at the most, and bears what was consented to when it was issued.
  await site.restart();
  expect(await tryAlerts()).toMatchObject({ mail: 'failed' });
  expect(await site.outlook.letters()).toEqual([]);

  daemon.roles = roles;
  await site.restart();
  expect(await tryAlerts()).toMatchObject({ mail: 'sent' });
  expect(await site.outlook.letters()).toMatchObject([{ from: site.sandbox.serviceUser, to: [DESK] }]);
});
