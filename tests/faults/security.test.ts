/** F51 to F54: streams without end, a stolen tablet, a hostile subject, and whoever tries doors that are not theirs. */

import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import type { DeviceId } from '../../shared/basics/ids.ts';
import { SECOND_MS } from '../../shared/basics/instant.ts';
import { type ComposedSite, openComposedSite } from '../support/composed-site.ts';
import { openStreamClient } from '../support/event-stream-client.ts';
import { type GuardedSite, openGuardedSite } from '../support/guarded-site.ts';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

async function aSite(): Promise<GuardedSite> {
  const site = await openGuardedSite();
  open.push(site);
  return site;
}

async function listen(site: GuardedSite, credential: string) {
  const stream = await openStreamClient(`${site.origin}/api/stream`, { Cookie: `doorlight-device=${credential}` });
  open.push(stream);
  return stream;
}

const hasEnded = async (stream: Awaited<ReturnType<typeof listen>>): Promise<boolean> => {
  for (;;) if ((await stream.next()) === null) return true;
};

describe('F51: streams without end', () => {
  test('a tablet that opens one after another keeps the newest two, and nobody else loses any', async () => {
    const site = await aSite();
    const board = await listen(site, 'credential-board');
    const streams = [];
    for (let n = 0; n < 12; n += 1) streams.push(await listen(site, 'credential-door'));

    for (const old of streams.slice(0, 10)) expect(await hasEnded(old)).toBe(true);
    expect(streams.at(-1)?.response.statusCode).toBe(200);
    const figures = await (await site.ask('GET', '/metrics')).text();
    expect(figures).toMatch(/^doorlight_streams_open 3$/m);
    expect(board.response.statusCode).toBe(200);
  });

  test('Graph, operators and machines are answered while they are open', async () => {
    const site = await aSite();
    for (let n = 0; n < 40; n += 1) await listen(site, n % 2 === 0 ? 'credential-door' : 'credential-board');

    const webhook = await site.ask('POST', '/webhooks/graph?validationToken=hello');
    expect(await webhook.text()).toBe('hello');
    expect((await site.ask('GET', '/api/console/me', await site.credentialOf('Viewer'))).status).toBe(200);
    expect((await site.ask('GET', '/healthz')).status).toBe(200);
  });
});

describe('F52: a tablet that is lost', () => {
  test('is taken off with one request: its stream says so and ends, its cookie is worth nothing and goes', async () => {
    const site = await aSite();
    const stream = await listen(site, 'credential-door');
    await stream.next();
    const operator = await site.credentialOf('Operator');

    expect((await site.ask('DELETE', '/api/console/devices/device-door', operator)).status).toBe(200);

    const told = await stream.until('command');
    expect(told.at(-1)?.data).toContain('unpaired');
    expect(await hasEnded(stream)).toBe(true);
    const next = await site.ask('GET', '/api/device', await site.credentialOf('door'));
    expect(next.status).toBe(401);
    expect(next.headers.get('Set-Cookie')).toMatch(/doorlight-device=;.*Max-Age=0/);
    const [entry] = await site.store.listAudit({ limit: 1 });
    expect(entry).toMatchObject({ action: 'device.revoked', actor: 'anna@northwind.example' });
  });

  test('that was off meanwhile learns it with its first request, and the others go on', async () => {
    const site = await aSite();
    await site.store.revokeDevice('device-door' as DeviceId, site.clock.now());

    expect((await site.ask('GET', '/api/stream', await site.credentialOf('door'))).status).toBe(401);
    expect((await site.ask('GET', '/api/stream', await site.credentialOf('board'))).status).toBe(200);
  });
});

describe('F53: a hostile subject', () => {
  const HOSTILE = [
    '<img src=x onerror=alert(1)>',
    '</script><script>alert(1)</script>',
    'Plan \u202Egnp.exe',
    'x'.repeat(10_000),
    `${'👨‍👩‍👧‍👦'.repeat(400)}`,
    'a\u0000b\u0007c\u009Bd',
    'lone \uD800 surrogate',
    `Z${'\u0301'.repeat(2_000)}`,
  ];

  test('reaches its own door as plain text of a bounded length, and no other door is touched', async () => {
    const site: ComposedSite = await openComposedSite({ isReachable: false });
    open.push(site);
    const [room, other] = await site.outlook.rooms();
    const before = (await site.store.listRoomDays()).find((day) => day.room.address === other?.address)?.revision;
    for (const [n, subject] of HOSTILE.entries()) {
      await site.outlook.invite({ room: room?.address ?? '', subject, startsIn: 10 + 20 * n, minutes: 15 });
    }
    await site.pass(70 * SECOND_MS);

    const days = await site.store.listRoomDays();
    const titles = (days.find((day) => day.room.address === room?.address)?.occurrences ?? []).map(({ title }) =>
      title.kind === 'shown' ? title.text : '',
    );
    expect(titles).toHaveLength(HOSTILE.length);
    for (const title of titles) {
      expect(title).toBe(title.toWellFormed());
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there.
      expect(title).not.toMatch(/[\u0000-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/);
      expect([...new Intl.Segmenter('en').segment(title)].length).toBeLessThanOrEqual(257);
      expect(title.length).toBeLessThan(10_000);
    }
    expect(days.find((day) => day.room.address === other?.address)?.revision).toBe(before);
  });
});

describe('F54: whoever tries doors that are not theirs', () => {
  const OFFICE = { 'X-Forwarded-For': '192.0.2.44' };
  const TRIES = 1_000;
  const AT_ONCE = 50;

  async function waitingTablet(site: GuardedSite): Promise<string> {
    const answer = await fetch(`${site.origin}/api/pairings`, { method: 'POST' });
    return ((await answer.json()) as { code: string }).code;
  }

  /** As fast as they go, so many at once; how often each status was answered. */
  async function storm(ask: (n: number) => Promise<Response>): Promise<Record<number, number>> {
    const told: Record<number, number> = {};
    for (let n = 0; n < TRIES; n += AT_ONCE) {
      const answers = await Promise.all(Array.from({ length: AT_ONCE }, (_, place) => ask(n + place)));
      for (const { status } of answers) told[status] = (told[status] ?? 0) + 1;
    }
    return told;
  }

  const guess = (n: number) =>
    n
      .toString(20)
      .padStart(8, '0')
      .replace(/./g, (digit) => LETTERS[parseInt(digit, 20)] ?? '');
  const LETTERS = 'BCDFGHJKLMNPQRSTVWXZ';

  test('a thousand codes tried with a stolen sign-in yield nothing, and a colleague at the same address pairs', async () => {
    const site = await aSite();
    const code = await waitingTablet(site);
    const thief = { ...OFFICE, Authorization: `Bearer ${await site.entra.token(site.clock.now(), { oid: 'thief' })}` };
    const colleague = { ...OFFICE, ...(await site.credentialOf('Operator')) };

    const told = await storm((n) => fetch(`${site.origin}/api/console/pairings/${guess(n)}`, { headers: thief }));
    // Even the right one, after so many wrong.
    const right = await fetch(`${site.origin}/api/console/pairings/${code}`, { headers: thief });
    const paired = await fetch(`${site.origin}/api/console/pairings/${code}/confirm`, {
      method: 'POST',
      headers: { ...colleague, 'Content-Type': 'application/json' },
      body: JSON.stringify({ board: 'Lobby' }),
    });

    expect(told).toEqual({ 404: 5, 429: TRIES - 5 });
    expect(right.status).toBe(429);
    expect(right.headers.get('Retry-After')).toBe('600');
    expect(paired.status).toBe(200);
    expect(site.logged.join('')).not.toContain(code);
    expect(JSON.stringify(await site.store.listAudit({ limit: 100 }))).not.toContain(code);
  });

  test('two hundred stolen sign-ins in one office yield nothing, and a colleague there pairs at the first try', async () => {
    const site = await aSite();
    const code = await waitingTablet(site);
    const tokens = await Promise.all(
      Array.from({ length: 200 }, (_, n) => site.entra.token(site.clock.now(), { oid: `thief-${n}` })),
    );
    const colleague = { ...OFFICE, ...(await site.credentialOf('Operator')) };

    const told = await storm((n) => {
      // What a client claims of itself stands before what our reverse proxy writes.
      const headers = { 'X-Forwarded-For': `203.0.113.${n % 250}, 192.0.2.44` };
      const Authorization = `Bearer ${tokens[n % tokens.length]}`;
      return fetch(`${site.origin}/api/console/pairings/${guess(n)}`, { headers: { ...headers, Authorization } });
    });
    const paired = await fetch(`${site.origin}/api/console/pairings/${code}/confirm`, {
      method: 'POST',
      headers: { ...colleague, 'Content-Type': 'application/json' },
      body: JSON.stringify({ board: 'Lobby' }),
    });

    expect(told).toEqual({ 404: 200, 429: TRIES - 200 });
    expect(paired.status).toBe(200);
    const alarms = await site.ask('GET', '/api/console/alarms', await site.credentialOf('Viewer'));
    expect(await alarms.text()).toContain('codes-guessed');
    const stopped = (await site.store.listAudit({ limit: 1_000 })).filter(
      ({ action }) => action === 'operator.stopped',
    );
    expect(stopped.length).toBeGreaterThan(0);
    expect(stopped.length).toBeLessThanOrEqual(200);
  });

  test('a thousand bad tokens are slowed, and a good one of the same address gets in meanwhile', async () => {
    const site = await aSite();
    const told = await storm((n) =>
      fetch(`${site.origin}/api/console/me`, { headers: { ...OFFICE, Authorization: `Bearer ${guess(n)}` } }),
    );
    const good = { ...OFFICE, ...(await site.credentialOf('Viewer')) };

    expect(told).toEqual({ 401: 30, 429: TRIES - 30 });
    expect((await fetch(`${site.origin}/api/console/me`, { headers: good })).status).toBe(200);
  });

  test('a thousand guesses of a tablet’s cookie learn nothing, and lock no tablet out', async () => {
    const site = await aSite();
    const told = await storm((n) =>
      fetch(`${site.origin}/api/device`, { headers: { ...OFFICE, Cookie: `doorlight-device=${guess(n)}` } }),
    );
    const own = { ...OFFICE, ...(await site.credentialOf('door')) };

    expect(told).toEqual({ 401: TRIES });
    expect((await fetch(`${site.origin}/api/device`, { headers: own })).status).toBe(200);
  });

  test('a code pairs one tablet once, however many confirm it in the same instant, and never again', async () => {
    const site = await aSite();
    const code = await waitingTablet(site);
    const confirm = async (oid: string) => {
      const token = await site.entra.token(site.clock.now(), { oid });
      const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
      const body = JSON.stringify({ board: 'Canteen' });
      return (await fetch(`${site.origin}/api/console/pairings/${code}/confirm`, { method: 'POST', headers, body }))
        .status;
    };

    const at = await Promise.all(Array.from({ length: 10 }, (_, n) => confirm(`operator-${n}`)));

    expect(at.toSorted()).toEqual([200, ...Array<number>(9).fill(410)]);
    expect(await confirm('late')).toBe(410);
    const boards = (await site.store.listDevices()).flatMap(({ boardId }) => boardId ?? []);
    expect(boards.filter((id) => id !== 'board-1')).toHaveLength(1);
  });

  test('a link pairs one tablet once, however many open it in the same instant', async () => {
    const site = await aSite();
    const operator = await site.credentialOf('Operator');
    const json = { 'Content-Type': 'application/json' };
    const made = await site.ask(
      'POST',
      '/api/console/enrolments',
      { ...operator, ...json },
      JSON.stringify({ links: [{ board: 'Canteen' }] }),
    );
    const { links } = (await made.json()) as { links: { url: string }[] };
    const link = links[0]?.url.split('=').at(-1) ?? '';
    const open = (n: number) => {
      const body = JSON.stringify({ link, attempt: `0000000${n}-0000-4000-8000-000000000000` });
      return fetch(`${site.origin}/api/enrolments`, { method: 'POST', headers: json, body });
    };

    const answers = await Promise.all(Array.from({ length: 10 }, (_, n) => open(n)));

    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, ...Array<number>(9).fill(410)]);
    expect(answers.flatMap(({ headers }) => headers.getSetCookie())).toHaveLength(1);
    const told = JSON.stringify([site.logged, await site.store.listAudit({ limit: 100 })]);
    expect(told).not.toContain(link);
  });

  test('of a day of pairing no code, cookie or token is in the log or the audit', async () => {
    const site = await aSite();
    const Authorization = (await site.credentialOf('Operator'))['Authorization'] ?? '';
    const json = { 'Content-Type': 'application/json' };
    const send = (path: string, body: unknown, headers: Record<string, string> = {}) =>
      fetch(`${site.origin}${path}`, { method: 'POST', headers: { ...json, ...headers }, body: JSON.stringify(body) });
    const asked = await send('/api/pairings', { name: 'LIS-01' });
    const { code } = (await asked.json()) as { code: string };
    const pairingCookie = asked.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    await fetch(`${site.origin}/api/console/pairings/${code}`, { headers: { Authorization } });
    await send(`/api/console/pairings/${code}/confirm`, { board: 'Lobby' }, { Authorization });
    const claimed = await fetch(`${site.origin}/api/pairings/current`, { headers: { Cookie: pairingCookie } });
    const cookie = claimed.headers.getSetCookie().find((one) => one.startsWith('doorlight-device=')) ?? '';
    const credential = cookie.split(';')[0] ?? '';
    expect((await fetch(`${site.origin}/api/device`, { headers: { Cookie: credential } })).status).toBe(200);
    const service = await send('/api/device/service-code', {}, { Cookie: credential });
    const serviceCode = ((await service.json()) as { code: string }).code;
    await send(`/api/console/pairings/${serviceCode}/release`, {}, { Authorization });
    await send(`/api/console/pairings/${serviceCode}/release`, {}, { Authorization });

    const told = JSON.stringify([site.logged, await site.store.listAudit({ limit: 100 })]);
    const secrets = [code, serviceCode, Authorization.slice(7), pairingCookie.split('=')[1], credential.split('=')[1]];
    for (const secret of secrets) {
      expect(secret?.length ?? 0).toBeGreaterThan(7);
      expect(told).not.toContain(secret);
    }
  });

  test('what a stranger sends to the webhook comes back as plain text that no browser takes for a page', async () => {
    const site = await aSite();
    const script = '<script>fetch("http://169.254.169.254/")</script>';

    const echoed = await site.ask('POST', `/webhooks/graph?validationToken=${encodeURIComponent(script)}`);

    expect(echoed.headers.get('Content-Type')).toMatch(/^text\/plain/);
    expect(echoed.headers.get('X-Content-Type-Options')).toBe('nosniff');
    expect(site.logged.join('')).not.toContain('169.254');
    expect(site.entra.asked.join('')).not.toContain('169.254');
  });

  /** As it stands on the wire, where no client of ours would write it. The first line of the answer; empty where it was cut. */
  async function raw(site: GuardedSite, head: string): Promise<string> {
    const socket = connect(Number(new URL(site.origin).port), '127.0.0.1');
    open.push({ close: () => socket.destroy() });
    socket.on('error', () => undefined);
    socket.write(Buffer.from(`${head}\r\n\r\n`, 'latin1'));
    const first = await Promise.race([once(socket, 'data'), once(socket, 'close').then(() => [''])]);
    return String(first[0] ?? '').split('\r\n')[0] ?? '';
  }

  test('whatever somebody writes on the wire is refused as theirs, and is no mistake of ours', async () => {
    const site = await aSite();
    const door = 'Host: doors\r\nCookie: doorlight-device=credential-door';
    const heads = [
      'GET / HTTP/1.1',
      'GET / HTTP/1.1\r\nHost: a b',
      'GET / HTTP/1.1\r\nHost: evil@doors/x',
      'GET http://[/api/device HTTP/1.1\r\nHost: doors',
      'OPTIONS * HTTP/1.1\r\nHost: doors',
      'GET //evil.example/api HTTP/1.1\r\nHost: doors',
      'GET /\\evil HTTP/1.1\r\nHost: doors',
      `GET /api/notices/pictures/%00%ff%zz HTTP/1.1\r\n${door}`,
      `GET /api/rooms/free?minutes=%E0%A4%A HTTP/1.1\r\n${door}`,
      'GET /api/device HTTP/1.1\r\nHost: doors\r\nCookie: doorlight-device=%E0%A4%A; \xff=\xfe; =',
      'GET /api/device HTTP/1.1\r\nHost: doors\r\nOrigin: http://[',
      'GET /api/console/me HTTP/1.1\r\nHost: doors\r\nAuthorization: Bearer \xff.\xfe.\xfd',
      'POST /api/pairings HTTP/1.1\r\nHost: doors\r\nContent-Length: 3\r\nTransfer-Encoding: chunked',
      'POST /api/pairings HTTP/1.1\r\nHost: doors\r\nContent-Length: abc',
      'TRACE /api/device HTTP/1.1\r\nHost: doors',
      'CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example',
      'PRI * HTTP/2.0\r\n\r\nSM',
      `GET /${'a'.repeat(20_000)} HTTP/1.1\r\nHost: doors`,
    ];

    for (const head of heads)
      expect([head.slice(0, 80), await raw(site, head)]).toEqual([
        head.slice(0, 80),
        expect.stringMatching(/^$|^HTTP\/1\.1 4\d\d /),
      ]);
    expect((await site.ask('GET', '/healthz')).status).toBe(200);
    expect(site.logged.join('')).not.toContain('http.unforeseen');
  });

  test('what is not there is not there in one way, wherever and for whomever', async () => {
    const site = await aSite();
    const bodies = new Set<string>();
    const heads = new Set<string>();
    for (const path of [
      '/nothing',
      '/.env',
      '/api/nothing',
      '/api/console/nothing',
      '/webhooks/other',
      '/wp-login.php',
    ]) {
      for (const asker of ['nobody', 'door', 'Admin'] as const) {
        const answer = await site.ask('GET', path, await site.credentialOf(asker));
        expect(answer.status).toBe(404);
        bodies.add(await answer.text());
        heads.add(JSON.stringify([...answer.headers].filter(([name]) => name !== 'date')));
      }
    }

    expect(bodies.size).toBe(1);
    expect(heads.size).toBe(1);
  });
});
