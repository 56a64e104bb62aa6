/** The proof of scope whole: a real proxy over the sandbox tenant, a paired tablet that listens, an admin who errs and mends. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { compose } from '../../../edge-proxy/compose.ts';
import { listen } from '../../../edge-proxy/http/listen.ts';
import { systemChance } from '../../../edge-proxy/runtime/chance.ts';
import { systemClock } from '../../../edge-proxy/runtime/clock.ts';
import { openSqliteStore } from '../../../edge-proxy/store/sqlite-store.ts';
import { decodeText } from '../../../shared/basics/codec.ts';
import { type RoomDay, roomDayCodec } from '../../../shared/room/room-day.ts';
import { roomState } from '../../../shared/rules/room-state.ts';
import { openStreamClient } from '../../support/event-stream-client.ts';
import { createMemoryLog } from '../../support/memory-log.ts';
import { createOutlook } from '../../support/outlook.ts';
import { type Sandbox, signInOperator, startSandbox } from '../../support/sandbox.ts';

const BERGEN = 'bergen@northwind.example';
const ADMIN = 'tomas.ferreira@northwind.example';

const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'doorlight-scope-'));
  closing.push(() => rmSync(folder, { recursive: true }));
  return folder;
}

async function aSandbox(): Promise<Sandbox> {
  const sandbox = await startSandbox();
  closing.push(() => sandbox.close());
  return sandbox;
}

/** A proxy on a port of its own, started and with its rooms; `stop` ends this life of it. */
async function startProxy(sandbox: Sandbox, dataDir: string) {
  const chance = systemChance();
  const clock = systemClock(() => undefined);
  const store = openSqliteStore({ dataDir, chance });
  const log = createMemoryLog();
  const server = { host: '127.0.0.1', port: 0, publicUrl: null, dataDir, marksDir: null, tls: null };
  const site = await compose({
    server,
    tenant: {
      mode: 'tenant',
      tenantId: sandbox.tenantId,
      clientId: sandbox.clientId,
      credential: { kind: 'secret', secret: sandbox.clientSecret },
      authorityHost: `${sandbox.origin}/entra`,
      graphEndpoint: `${sandbox.origin}/graph`,
      serviceUser: sandbox.serviceUser,
      operatorClientId: sandbox.operatorClientId,
      canaryMailbox: sandbox.canaryMailbox,
      roomLists: [],
    },
    sandboxOrigin: null,
    store,
    files: new Map(),
    version: '0.0.0',
    clock,
    chance,
    log,
  });
  const listening = await listen({ ...server, answer: (request, env) => site.app.fetch(request, env as never) });
  const origin = `http://127.0.0.1:${listening.port}`;
  await site.start();
  const authorization = `Bearer ${await signInOperator(sandbox, ADMIN)}`;
  let isStopped = false;
  const stop = async () => {
    if (isStopped) return;
    isStopped = true;
    site.close();
    await listening.close(0);
    await store.close();
  };
  closing.push(stop);

  async function operator<T>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await fetch(`${origin}/api/console${path}`, {
      method,
      headers: { Authorization: authorization, 'Content-Type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as T;
  }
  return { origin, operator, store, log, stop };
}

type Proxy = Awaited<ReturnType<typeof startProxy>>;

/** Pairs a tablet to the room and gives the cookie that it keeps. */
async function pairTablet({ origin, operator }: Proxy): Promise<string> {
  const asked = await fetch(`${origin}/api/pairings`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: '{}',
  });
  const { code } = (await asked.json()) as { code: string };
  const pairing = asked.headers.getSetCookie().map(cookieOf).join('; ');
  await operator('POST', `/pairings/${code}/confirm`, { room: BERGEN });
  const paired = await fetch(`${origin}/api/pairings/current`, { headers: { Cookie: pairing } });
  return paired.headers.getSetCookie().map(cookieOf).join('; ');
}

const cookieOf = (header: string) => header.split(';')[0] ?? '';

async function follow({ origin }: Proxy, cookie: string) {
  const stream = await openStreamClient(`${origin}/api/stream`, { Cookie: cookie });
  closing.push(() => stream.close());
  return {
    close: stream.close,
    /** The next day that is as asked for. */
    async dayWhere(isIt: (day: RoomDay) => boolean): Promise<RoomDay> {
      for (;;) {
        const event = (await stream.until('room-day')).at(-1);
        const day = decodeText(roomDayCodec, event?.data ?? '');
        if (!day.ok) throw new Error(`no room day: ${day.error.path}`);
        if (isIt(day.value)) return day.value;
      }
    },
  };
}

function reach(sandbox: Sandbox, mailboxes: readonly string[] | null): Promise<Response> {
  return sandbox.control('PUT', '/access-policy', { mailboxes });
}

async function asProven(sandbox: Sandbox): Promise<string[]> {
  const rooms = await createOutlook(sandbox.control).rooms();
  return [sandbox.serviceUser, ...rooms.map(({ address }) => address)];
}

test('promise 10: a readable canary closes the door of a paired tablet, and mended it opens again', async () => {
  const sandbox = await aSandbox();
  await createOutlook(sandbox.control).invite({ room: BERGEN, subject: 'Merger talks', startsIn: -5, minutes: 60 });
  const proxy = await startProxy(sandbox, aFolder());
  const cookie = await pairTablet(proxy);
  const tablet = await follow(proxy, cookie);
  await tablet.dayWhere(({ occurrences }) => occurrences.length === 1);
  expect(await proxy.operator('GET', '/canary')).toMatchObject({ verdict: 'proven' });

  await reach(sandbox, null);
  expect(await proxy.operator('POST', '/canary/try', {})).toMatchObject({ verdict: 'readable' });
  const closed = await tablet.dayWhere(({ health }) => health?.cause === 'scope-not-proven');

  expect(closed).toMatchObject({ occurrences: [], intents: [], readAt: null });
  expect(roomState(closed, closed.health?.since ?? closed.window.start).kind).toBe('out-of-service');
  expect(await proxy.operator('GET', '/alarms')).toMatchObject({
    alarms: [{ kind: 'canary-readable', severity: 'critical', clearedAt: null }, {}],
  });
  const free = await fetch(`${proxy.origin}/api/rooms/free`, { headers: { Cookie: cookie } });
  expect(await free.json()).toMatchObject({ rooms: [] });
  const now = Date.now();
  const intent = await fetch(`${proxy.origin}/api/intents`, {
    method: 'POST',
    headers: { Cookie: cookie, 'Content-Type': 'application/json' },
    body: JSON.stringify({
      key: '00000000-0000-4000-8000-000000000001',
      kind: 'book',
      notAfter: new Date(now + 60_000).toISOString(),
      end: new Date(now + 3_600_000).toISOString(),
    }),
  });
  expect(intent.status).toBe(503);
  expect(await intent.json()).toMatchObject({ refusal: { kind: 'out-of-service' } });
  for (const day of await proxy.store.listRoomDays()) expect(day.occurrences).toEqual([]);

  await reach(sandbox, await asProven(sandbox));
  expect(await proxy.operator('POST', '/canary/try', {})).toMatchObject({ verdict: 'proven' });
  const open = await tablet.dayWhere(({ health }) => health === null);
  // Beside the refused tap, which lingers for its person to read.
  expect(open.occurrences.filter(({ booking }) => booking === null)).toHaveLength(1);
});

test('promise 10: a restart shows nothing either, before and after the canary is asked', async () => {
  const sandbox = await aSandbox();
  const dataDir = aFolder();
  await createOutlook(sandbox.control).invite({ room: BERGEN, subject: 'Merger talks', startsIn: -5, minutes: 60 });
  const first = await startProxy(sandbox, dataDir);
  const cookie = await pairTablet(first);
  const tablet = await follow(first, cookie);
  await tablet.dayWhere(({ occurrences }) => occurrences.length === 1);
  await reach(sandbox, null);
  await first.operator('POST', '/canary/try', {});
  tablet.close();
  await first.stop();

  const second = await startProxy(sandbox, dataDir);
  const day = await (await follow(second, cookie)).dayWhere(() => true);
  expect(day).toMatchObject({ occurrences: [], health: { cause: 'scope-not-proven' } });
});

test('an app that reaches too far from the first day on never shows a calendar', async () => {
  const sandbox = await aSandbox();
  await reach(sandbox, null);
  await createOutlook(sandbox.control).invite({ room: BERGEN, subject: 'Merger talks', startsIn: -5, minutes: 60 });
  const proxy = await startProxy(sandbox, aFolder());
  const tablet = await follow(proxy, await pairTablet(proxy));
  const day = await tablet.dayWhere(() => true);

  expect(day).toMatchObject({ occurrences: [], health: { cause: 'scope-not-proven' } });
});

test('a secret that has run out is one alarm, with the code, what it means and what to do', async () => {
  const sandbox = await aSandbox();
  await sandbox.control('PATCH', '/entra', { secretExpired: true });
  const proxy = await startProxy(sandbox, aFolder());
  const { alarms } = await proxy.operator<{ alarms: Record<string, unknown>[] }>('GET', '/alarms');

  expect(alarms.filter(({ kind }) => kind === 'credential-refused')).toMatchObject([
    {
      severity: 'critical',
      cause: 'AADSTS7000222: the client secret has expired',
      remedy: expect.stringMatching(/new secret/),
    },
  ]);
  expect(proxy.log.events().filter((event) => event === 'alarm.raised').length).toBeLessThanOrEqual(3);
});
