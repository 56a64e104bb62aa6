import { decodeJwt } from 'jose';
import { expect, test } from 'vitest';
import { at } from '../../../support/builders.ts';
import { startSandbox } from '../../../support/sandbox.ts';
import { createVirtualClock } from '../../../support/virtual-clock.ts';

const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code';

async function aTenant() {
  const clock = createVirtualClock(at('09:00'));
  const sandbox = await startSandbox({ clock });
  const endpoint = `${sandbox.origin}/entra/${sandbox.tenantId}/oauth2/v2.0`;
  const post = (path: string, form: Record<string, string>) =>
    fetch(`${endpoint}/${path}`, { method: 'POST', body: new URLSearchParams(form) });
  const client_id = sandbox.serviceClientId;
  const begun = (await (await post('devicecode', { client_id, scope: 'openid' })).json()) as Record<string, string>;
  const page = await (await fetch(begun['verification_uri'] ?? '')).text();
  const account = /name="account" value="([^"]+)"[\s\S]*?doorlight@/.exec(page)?.[1] ?? '';
  return {
    sandbox,
    clock,
    begun,
    poll: () => post('token', { grant_type: DEVICE_GRANT, client_id, device_code: begun['device_code'] ?? '' }),
    renew: (refresh_token: string) => post('token', { grant_type: 'refresh_token', client_id, refresh_token }),
    enter: (code: string, who: string = account) => post('deviceauth', { code, account: who }),
    graph: (path: string, token: string, init: RequestInit = {}) =>
      fetch(`${sandbox.origin}/graph/v1.0${path}`, {
        ...init,
        headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      }),
    close: () => sandbox.close(),
  };
}

const errorOf = async (answer: Response) => ((await answer.json()) as { error: string }).error;
const seconds = (n: number) => n * 1_000;

test('a code is polled until a person has entered it, and then buys a token that acts for the account', async () => {
  const tenant = await aTenant();
  const early = await errorOf(await tenant.poll());
  await tenant.enter(tenant.begun['user_code'] ?? '');
  await tenant.clock.advance(seconds(5));
  const answer = (await (await tenant.poll()).json()) as { access_token: string; refresh_token: string };
  const renewed = await tenant.renew(answer.refresh_token);
  await tenant.close();

  expect(early).toBe('authorization_pending');
  expect(decodeJwt(answer.access_token)).toMatchObject({
    idtyp: 'user',
    upn: 'doorlight@northwind.example',
    scp: 'Calendars.ReadWrite Calendars.Read.Shared MailboxSettings.Read Place.Read.All',
  });
  expect(renewed.status).toBe(200);
});

test('who polls too fast is slowed down, and from then on has to wait longer', async () => {
  const tenant = await aTenant();
  await tenant.poll();
  await tenant.clock.advance(seconds(4));
  const tooFast = await errorOf(await tenant.poll());
  await tenant.clock.advance(seconds(9));
  const stillTooFast = await errorOf(await tenant.poll());
  await tenant.clock.advance(seconds(15));
  const inTime = await errorOf(await tenant.poll());
  await tenant.close();

  expect([tooFast, stillTooFast, inTime]).toEqual(['slow_down', 'slow_down', 'authorization_pending']);
});

test('a code may be declined, ends after fifteen minutes, and is not made up', async () => {
  const tenant = await aTenant();
  const wrong = await (await tenant.enter('NOSUCHCODE')).text();
  await tenant.enter(tenant.begun['user_code'] ?? '', '');
  const declined = await errorOf(await tenant.poll());
  const other = await aTenant();
  await other.clock.advance(seconds(901));
  const expired = await errorOf(await other.poll());
  await Promise.all([tenant.close(), other.close()]);

  expect(wrong).toContain('not waiting');
  expect(declined).toBe('authorization_declined');
  expect(expired).toBe('expired_token');
});

test('after a new password no refresh token of before is worth anything', async () => {
  const tenant = await aTenant();
  await tenant.enter(tenant.begun['user_code'] ?? '');
  const { refresh_token } = (await (await tenant.poll()).json()) as { refresh_token: string };
  tenant.sandbox.revokeSignIns();
  const refused = (await (await tenant.renew(refresh_token)).json()) as { error: string; error_codes: number[] };
  await tenant.close();

  expect(refused).toMatchObject({ error: 'invalid_grant', error_codes: [50173] });
});

test('the account reads its own mailbox and what rooms share with it, and subscribes to nobody else', async () => {
  const tenant = await aTenant();
  await tenant.enter(tenant.begun['user_code'] ?? '');
  const { access_token: token } = (await (await tenant.poll()).json()) as { access_token: string };
  const day = 'calendarView?startDateTime=2026-11-24T00:00:00Z&endDateTime=2026-11-25T00:00:00Z';
  const status = async (path: string, init: RequestInit = {}) => (await tenant.graph(path, token, init)).status;
  const subscription = JSON.stringify({
    changeType: 'updated',
    notificationUrl: 'https://doors.northwind.example/webhooks/graph',
    resource: '/users/bergen@northwind.example/events',
    expirationDateTime: '2026-11-25T00:00:00Z',
    clientState: 'state',
  });
  const statuses = {
    me: await status(`/me/${day}`),
    room: await status(`/users/bergen@northwind.example/${day}`),
    rooms: await status('/places/microsoft.graph.room'),
    stranger: await status(`/users/${tenant.sandbox.canaryMailbox}/${day}`),
    settings: await status('/users/bergen@northwind.example/mailboxSettings'),
    writing: await status('/users/bergen@northwind.example/events', { method: 'POST', body: '{}' }),
    subscribing: await status('/subscriptions', { method: 'POST', body: subscription }),
  };
  await tenant.close();

  expect(statuses).toEqual({
    me: 200,
    room: 200,
    rooms: 200,
    stranger: 403,
    settings: 403,
    writing: 403,
    subscribing: 403,
  });
});
