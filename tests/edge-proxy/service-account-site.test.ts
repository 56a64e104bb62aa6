import { afterEach, expect, test } from 'vitest';
import { MINUTE_MS, SECOND_MS } from '../../shared/basics/instant.ts';
import { at } from '../support/builders.ts';
import { type ComposedSite, openComposedSite } from '../support/composed-site.ts';
import { signInOperator } from '../support/sandbox.ts';
import { enterDeviceCode } from '../support/service-account.ts';

const BERGEN = 'bergen@northwind.example';
const PRIYA = 'priya.raman@northwind.example';
const PATH = '/service-account';

let site: ComposedSite;
afterEach(() => site.close());

async function signIn(): Promise<void> {
  const begun = await site.console('POST', `${PATH}/sign-in`);
  const { userCode, verificationUri } = (await begun.json()) as { userCode: string; verificationUri: string };
  await enterDeviceCode(verificationUri, userCode, site.sandbox.serviceUser);
  await site.pass(6 * SECOND_MS);
}

const report = async () => (await (await site.console('GET', PATH)).json()) as Record<string, unknown>;

test('an admin signs the account in by the console; rooms are then read by polling, and what changes is seen', async () => {
  site = await openComposedSite({ isReachable: true, delegated: true });
  const before = await report();
  await signIn();
  await site.pass(3 * MINUTE_MS);
  const after = await report();
  site.sandbox.exchange.organize(PRIYA, {
    subject: 'Review',
    start: at('11:00'),
    end: at('12:00'),
    attendees: [{ address: BERGEN }],
  });
  await site.pass(45 * SECOND_MS);
  const days = await site.store.listRoomDays();
  const health = (await (await site.console('GET', '/health')).json()) as {
    changesBy: string;
    rooms: { address: string; subscription: object }[];
  };

  expect(before).toMatchObject({ state: 'signed-out', remedy: expect.stringContaining('npm run sign-in') });
  expect(after).toMatchObject({ state: 'signed-in', account: site.sandbox.serviceUser, cause: null });
  expect(days).toHaveLength(12);
  expect(days.find(({ room }) => room.address === BERGEN)?.occurrences).toMatchObject([{ start: at('11:00') }]);
  expect(health.changesBy).toBe('polling');
  expect(health.rooms[0]?.subscription).toEqual({ state: 'polled', expiresAt: null, cause: 'delegated-account' });
  expect(site.logged.join('')).toContain('"delegated-account"');
  expect((await site.store.listAudit({ limit: 10 })).map(({ action }) => action)).toContain(
    'service-account.sign-in-begun',
  );
}, 60_000);

test('signing out wipes it; only an admin may, and a viewer may look', async () => {
  site = await openComposedSite({ isReachable: false, delegated: true });
  await signIn();
  const viewer = await signInOperator(site.sandbox, 'wiebke.hansen@northwind.example');
  const asViewer = (method: string, path: string) =>
    fetch(`${site.origin}/api/console${path}`, { method, headers: { Authorization: `Bearer ${viewer}` } });
  const byViewer = [
    (await asViewer('GET', PATH)).status,
    (await asViewer('POST', `${PATH}/sign-in`)).status,
    (await asViewer('DELETE', PATH)).status,
  ];
  const byAdmin = (await site.console('DELETE', PATH)).status;

  expect(byViewer).toEqual([200, 403, 403]);
  expect(byAdmin).toBe(204);
  expect(await site.store.findServiceAccount()).toBeNull();
  expect(await report()).toMatchObject({ state: 'signed-out', account: null });
  expect((await site.store.listAudit({ limit: 10 })).map(({ action }) => action)).toContain(
    'service-account.signed-out',
  );
}, 60_000);

test('where Entra refuses the app, the console is told why and what to do', async () => {
  site = await openComposedSite({ isReachable: false, delegated: true });
  const app = site.sandbox.directory.serviceApp;
  if (app !== undefined) app.isPublic = false;
  const answer = await site.console('POST', `${PATH}/sign-in`);

  expect(answer.status).toBe(503);
  expect(await answer.json()).toMatchObject({ detail: expect.stringContaining('Allow public client flows') });
}, 60_000);

test('an app that proves itself has no account to sign in', async () => {
  site = await openComposedSite({ isReachable: false });

  expect((await site.console('GET', PATH)).status).toBe(404);
  expect((await site.console('POST', `${PATH}/sign-in`)).status).toBe(404);
}, 60_000);
