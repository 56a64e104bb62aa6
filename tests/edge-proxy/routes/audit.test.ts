import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Hono } from 'hono';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createAudit } from '../../../edge-proxy/http/audit.ts';
import { createOpenIdProvider } from '../../../edge-proxy/http/openid-provider.ts';
import { createOperatorSession } from '../../../edge-proxy/http/operator-session.ts';
import type { Store } from '../../../edge-proxy/ports/store.ts';
import { auditRoutes } from '../../../edge-proxy/routes/audit.ts';
import { openSqliteStore } from '../../../edge-proxy/store/sqlite-store.ts';
import type { RoomId } from '../../../shared/basics/ids.ts';
import { addMs, MINUTE_MS } from '../../../shared/basics/instant.ts';
import { type AuditPage, auditPageCodec } from '../../../shared/wire/audit.ts';
import type { OperatorRole } from '../../../shared/wire/console.ts';
import { aRoom, at } from '../../support/builders.ts';
import { createFixedChance } from '../../support/fixed-chance.ts';
import { createMemoryLog } from '../../support/memory-log.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';
import { CLIENT, startEntra, TENANT } from '../http/entra-stand-in.ts';

let entra: Awaited<ReturnType<typeof startEntra>>;
beforeAll(async () => {
  entra = await startEntra();
});
afterAll(() => entra.close());

const opened: { store: Store; dataDir: string }[] = [];
afterEach(async () => {
  for (const { store, dataDir } of opened.splice(0)) {
    await store.close();
    rmSync(dataDir, { recursive: true });
  }
});

const lisbon = aRoom({ displayName: '=HYPERLINK("http://evil.example")' });

/** A real store, since what it finds is what this is about. */
async function open() {
  const clock = createVirtualClock(at('10:00'));
  const log = createMemoryLog();
  const dataDir = mkdtempSync(join(tmpdir(), 'doorlight-audit-'));
  const store = openSqliteStore({ dataDir, chance: createFixedChance() });
  opened.push({ store, dataDir });
  const audit = createAudit({ store, clock, log });
  const openIdProvider = createOpenIdProvider({ authorityHost: entra.origin, tenant: TENANT, fetch, clock, log });
  const { requireOperator } = createOperatorSession({
    openIdProvider,
    clientId: CLIENT,
    clock,
    onRefused: () => undefined,
    onAccepted: () => undefined,
    pace: (_, fault) => fault,
  });
  const findRoom = (asked: string) => (asked === lisbon.id || asked === lisbon.address ? lisbon : null);
  const app = new Hono().route('/', auditRoutes({ store, findRoom, requireOperator, audit }));
  const get = async (path: string, role: OperatorRole = 'Operator') =>
    app.request(`/api/console/audit${path}`, {
      headers: { Authorization: `Bearer ${await entra.token(clock.now(), { roles: [role] })}` },
    });
  const page = async (query: string): Promise<AuditPage> => {
    const decoded = auditPageCodec.decode(await (await get(query)).json());
    if (!decoded.ok) throw new Error(JSON.stringify(decoded.error));
    return decoded.value;
  };
  const subjects = async (query: string) => (await page(query)).entries.map(({ subject }) => subject);
  for (const [actor = '', action = '', subject = ''] of [
    ['priya@x.example', 'device.paired', `room ${lisbon.id}`],
    ['tomas@x.example', 'policy.changed', `room ${lisbon.id}: mayBook true → false`],
    ['proxy', 'meeting.released', 'room room-porto occurrence AAMk-1'],
    ['=cmd|calc@x.example', 'sign-in.refused', 'not-signed-in'],
  ]) {
    await audit({ actor, action, subject });
    await clock.advance(MINUTE_MS);
  }
  return { clock, store, audit, get, page, subjects };
}

test('it tells the latest first, page by page, to the end', async () => {
  const { page, subjects } = await open();
  const first = await page('?limit=3');
  expect(first.entries.map(({ action }) => action)).toEqual(['sign-in.refused', 'meeting.released', 'policy.changed']);

  expect(await subjects(`?limit=3&before=${first.next}`)).toEqual([`room ${lisbon.id}`]);
  expect((await page(`?limit=3&before=${first.next}`)).next).toBeNull();
  expect((await page('?limit=4')).next).toBeNull();
});

test.for([
  { query: 'who=PRIYA', finds: 1 },
  { query: 'what=refused', finds: 1 },
  { query: 'what=mayBook', finds: 1 },
  { query: `room=${lisbon.id}`, finds: 2 },
  { query: `room=${lisbon.address}`, finds: 2 },
  { query: 'room=room-porto', finds: 1 },
  { query: 'who=priya&what=policy', finds: 0 },
  { query: `from=${new Date(addMs(at('10:00'), 2 * MINUTE_MS)).toISOString()}`, finds: 2 },
  { query: `to=${new Date(addMs(at('10:00'), MINUTE_MS)).toISOString()}`, finds: 1 },
])('$query finds $finds', async ({ query, finds }) => {
  expect(await (await open()).subjects(`?${query}`)).toHaveLength(finds);
});

test.for(['from=yesterday', 'to=24', 'limit=0', 'limit=201', 'before=x', `who=${'x'.repeat(201)}`])(
  '%s is no question that it takes',
  async (query) => {
    const answer = await (await open()).get(`?${query}`);

    expect(answer.status).toBe(400);
    expect(await answer.text()).not.toContain('xxx');
  },
);

test('as a table it is whole, no cell of it is a formula, and who took it away is in the trail', async () => {
  const { get, subjects, store, clock } = await open();
  for (let n = 0; n < 1_500; n += 1) {
    await store.appendAudit({ at: clock.now(), actor: 'proxy', action: 'a.b', subject: `${n}`, roomId: null });
  }

  const answer = await get('.csv');
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(await answer.arrayBuffer());

  expect(answer.headers.get('Content-Disposition')).toContain('attachment');
  const rows = text.trimEnd().split('\r\n');
  expect(rows[0]).toBe('\uFEFFtime,who,what,room,about');
  expect(rows).toHaveLength(1 + 4 + 1_500 + 1);
  expect(text).toContain(`,'=cmd|calc@x.example,sign-in.refused,,not-signed-in`);
  expect(text).toContain(`device.paired,"'=HYPERLINK(""http://evil.example"")",room ${lisbon.id}`);
  expect(text).not.toMatch(/(^|,)"?[=+@]/m);
  expect(await subjects('?what=exported')).toHaveLength(1);
});

test('a table is of what was asked for', async () => {
  const text = await (await (await open()).get('.csv?who=priya')).text();

  expect(text.trimEnd().split('\r\n')).toHaveLength(2);
});

test('a room that is gone has left its entries', async () => {
  const { subjects, audit } = await open();
  await audit({ actor: 'proxy', action: 'room.left', subject: 'room gone-1: it left' });
  await audit({ actor: 'ada', action: 'rooms.swapped', subject: 'room a, room b' });

  expect(await subjects(`?room=${'gone-1' as RoomId}`)).toHaveLength(1);
  expect(await subjects('?room=a')).toEqual([]);
});
