import { afterEach, describe, expect, test } from 'vitest';
import { GraphRefused } from '../../../edge-proxy/graph/graph-client.ts';
import { graphPath, graphQuery } from '../../../edge-proxy/graph/graph-path.ts';
import type { GraphCall } from '../../../edge-proxy/graph/graph-request.ts';
import { CalendarUnavailable } from '../../../edge-proxy/ports/calendar.ts';
import { addMs } from '../../../shared/basics/instant.ts';
import { aGraphClient } from '../../support/graph-needs.ts';
import { type Answer, type Asked, type StandIn, startStandIn } from '../../support/stand-in.ts';

let server: StandIn | null = null;
afterEach(async () => {
  await server?.close();
  server = null;
});

async function graph(answer: Answer | ((asked: Asked, nth: number) => Answer)) {
  server = await startStandIn(typeof answer === 'function' ? answer : () => answer);
  return { server, ...aGraphClient(server.origin) };
}

const mailbox = 'lisbon@northwind.example';
const aRead: GraphCall = { path: '/users/lisbon@northwind.example/calendarView', mailbox, urgency: 'background' };
const aWrite: GraphCall = {
  ...aRead,
  method: 'POST',
  path: '/users/desk/events',
  body: { subject: 'x' },
  urgency: 'person',
};

async function faultOf(work: Promise<unknown>): Promise<CalendarUnavailable> {
  const cause = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (cause instanceof CalendarUnavailable) return cause;
  throw new Error(`no CalendarUnavailable but ${String(cause)}`);
}

function graphError(status: number, code: string, headers: Record<string, string> = {}): Answer {
  return { status, headers, json: { error: { code, message: 'words that name people' } } };
}

const empty = { json: { value: [] } };

describe('a request', () => {
  test('carries the token, and all preferences in one header', async () => {
    const { server, client } = await graph(empty);

    await client.call({ ...aRead, pageSize: 50 });

    expect(server.asked[0]?.headers).toMatchObject({
      authorization: 'Bearer first-token',
      prefer: 'IdType="ImmutableId", outlook.timezone="UTC", odata.maxpagesize=50',
    });
  });

  test('says what is to be written, and which state of it is meant', async () => {
    const { server, client } = await graph(empty);

    await client.call({ ...aWrite, method: 'PATCH', ifMatch: 'W/"abc=="' });

    expect(server.asked[0]).toMatchObject({ method: 'PATCH', body: '{"subject":"x"}' });
    expect(server.asked[0]?.headers).toMatchObject({ 'if-match': 'W/"abc=="', 'content-type': 'application/json' });
  });

  test('arrives as it was meant, whatever signs an address or an id holds', async () => {
    const { server, client } = await graph(empty);
    const path = graphPath`/users/${"o'brien+room@x.example"}/events/${'AA/b+c=='}`;

    await client.call({ ...aRead, path: path + graphQuery({ $filter: "a eq 'b&c=d'", $top: 5 }) });

    expect(server.asked[0]?.url).toBe(
      '/graph/v1.0/users/o%27brien%2Broom%40x.example/events/AA%2Fb%2Bc%3D%3D?$filter=a%20eq%20%27b%26c%3Dd%27&$top=5',
    );
  });
});

describe('an answer that is none', () => {
  test.for<{ of: string; answer: Answer }>([
    { of: 'HTML with status 200', answer: { text: '<html>Sign in to the Wi-Fi</html>' } },
    { of: 'JSON cut short', answer: { text: '{"value":[{"id":' } },
    { of: 'a bare number', answer: { json: 7 } },
    { of: 'nothing', answer: { status: 200 } },
    { of: 'a redirect', answer: { status: 302, headers: { location: 'http://127.0.0.1:1/' } } },
    { of: 'more bytes than any page has', answer: { json: { value: 'x'.repeat(9 * 1024 * 1024) } } },
  ])('$of is believed in nothing', async ({ answer }) => {
    const { server, client } = await graph(answer);

    const { reason } = await faultOf(client.call(aRead));

    expect(reason).toBe('bad-answer');
    expect(server.asked).toHaveLength(1);
  });

  test('an answer without a body is fine where none is wanted', async () => {
    const { client } = await graph({ status: 202 });

    expect(await client.call({ ...aWrite, path: '/users/desk/events/1/cancel' })).toMatchObject({ status: 202 });
  });
});

describe('a no', () => {
  test.for([
    { answer: graphError(403, 'ErrorAccessDenied'), reason: 'access-denied' },
    { answer: graphError(404, 'MailboxNotEnabledForRESTAPI'), reason: 'room-gone' },
    { answer: graphError(404, 'ErrorInvalidUser'), reason: 'room-gone' },
    { answer: graphError(404, 'ErrorNonExistentMailbox'), reason: 'room-gone' },
    { answer: graphError(410, 'Gone'), reason: 'room-gone' },
    { answer: graphError(400, 'ErrorInvalidRequest'), reason: 'bad-answer' },
    { answer: { status: 403, text: '<html>Blocked by proxy</html>' }, reason: 'bad-answer' },
  ])('$answer.status $answer.json.error.code means $reason and is not asked again', async ({ answer, reason }) => {
    const { server, client } = await graph(answer);

    const fault = await faultOf(client.call(aRead));

    expect(fault).toMatchObject({ reason, mayHaveHappened: false });
    expect(server.asked).toHaveLength(1);
  });

  test('keeps its code as the cause and its words, which name people, to itself', async () => {
    const { client } = await graph(graphError(403, 'ErrorAccessDenied'));

    const { cause } = await faultOf(client.call(aRead));

    expect(cause).toBeInstanceOf(GraphRefused);
    expect(String(cause)).toBe('GraphRefused: Graph answered 403 ErrorAccessDenied');
  });

  test('that the caller expects is an answer, unless the mailbox itself is gone', async () => {
    const { client } = await graph((_, nth) => graphError(404, nth === 1 ? 'ErrorItemNotFound' : 'ErrorInvalidUser'));

    expect(await client.call({ ...aRead, accept: [404] })).toMatchObject({ status: 404, code: 'ErrorItemNotFound' });
    expect(await faultOf(client.call({ ...aRead, accept: [404] }))).toMatchObject({ reason: 'room-gone' });
  });
});

describe('a token that Graph refuses', () => {
  test('is renewed once, and the call made again', async () => {
    const { server, client, renewals } = await graph((_, nth) => (nth === 1 ? graphError(401, 'x') : empty));

    await client.call(aRead);

    expect(renewals).toEqual(['first-token']);
    expect(server.asked.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer first-token',
      'Bearer second-token',
    ]);
  });

  test('is not renewed a second time', async () => {
    const { server, client } = await graph(graphError(401, 'InvalidAuthenticationToken'));

    expect(await faultOf(client.call(aRead))).toMatchObject({ reason: 'credential-refused' });
    expect(server.asked).toHaveLength(2);
  });
});

describe('a read that fails', () => {
  test.for<{ answer: Answer; because: string }>([
    { answer: graphError(500, 'x'), because: 'the service stumbled' },
    { answer: graphError(503, 'x'), because: 'the service is busy' },
    { answer: graphError(504, ''), because: 'something behind it is slow' },
    { answer: { fault: 'cut' }, because: 'the connection broke' },
    { answer: { ...empty, fault: 'cut-within-body' }, because: 'the connection broke within the answer' },
  ])('is tried again, because $because', async ({ answer }) => {
    const { client } = await graph((_, nth) => (nth < 3 ? answer : empty));

    expect(await client.call(aRead)).toMatchObject({ status: 200 });
  });

  test('is given up within half a minute', async () => {
    const { client, clock } = await graph(graphError(503, 'x'));
    const before = clock.now();

    expect(await faultOf(client.call(aRead))).toMatchObject({ reason: 'graph-unreachable', retryAfterMs: null });
    expect(clock.now() - before).toBeLessThanOrEqual(30_000);
  });

  test('gives up on an answer that drips, and frees its lane', async () => {
    const { server, client, clock } = await graph((_, nth) => (nth === 1 ? { ...empty, fault: 'slow-drip' } : empty));

    const call = client.call(aRead);
    await server.whenAsked(1);
    await clock.passNextDeadline();

    expect(await call).toMatchObject({ status: 200 });
  });

  test.for([
    { header: '7', sent: '09:00:00', waitsMs: 7_000 },
    { header: '2.128', sent: '09:00:00', waitsMs: 2_128 },
    { header: 'Tue, 24 Nov 2026 09:00:12 GMT', sent: '09:00:00', waitsMs: 12_000 },
    { header: 'Tue, 24 Nov 2026 08:00:00 GMT', sent: '09:00:00', waitsMs: 0 },
    // Our own clock is an hour off.
    { header: 'Tue, 24 Nov 2026 10:00:12 GMT', sent: '10:00:00', waitsMs: 12_000 },
    { header: 'Tue, 24 Nov 2026 08:00:12 GMT', sent: '08:00:00', waitsMs: 12_000 },
    { header: 'Tuesday, 24-Nov-26 09:00:12 GMT', sent: '09:00:00', waitsMs: 12_000 },
    { header: '.5', sent: '09:00:00', waitsMs: 500 },
    // As fetch hands on a header that a gateway has sent a second time.
    { header: '3, 7', sent: '09:00:00', waitsMs: 7_000 },
    // Nothing of this kind is a time: our own pace decides.
    { header: '-30', sent: '09:00:00', waitsMs: 0 },
    { header: 'soon', sent: '09:00:00', waitsMs: 0 },
  ])(
    'waits as long as Retry-After: $header asks, sent at $sent, and a little more',
    async ({ header, sent, waitsMs }) => {
      const headers = { 'retry-after': header, date: `Tue, 24 Nov 2026 ${sent} GMT` };
      const { client, clock } = await graph((_, nth) =>
        nth === 1 ? graphError(429, 'ApplicationThrottled', headers) : empty,
      );
      const before = clock.now();

      await client.call(aRead);

      expect(clock.now() - before).toBeGreaterThanOrEqual(waitsMs);
      expect(clock.now() - before).toBeLessThan(waitsMs + 1_000);
    },
  );

  test('what is asked of a mailbox holds for it however its address is written', async () => {
    const { server, client } = await graph(graphError(429, 'ApplicationThrottled', { 'retry-after': '120' }));
    await faultOf(client.call({ ...aRead, mailbox: 'Kyoto@Northwind.example' }));
    const asked = server.asked.length;

    expect(await faultOf(client.call({ ...aRead, mailbox: 'kyoto@northwind.example' }))).toMatchObject({
      reason: 'throttled',
    });
    expect(server.asked).toHaveLength(asked);
  });

  test('does not sit out a long wait, but says how long it is', async () => {
    const { server, client } = await graph(graphError(429, 'x', { 'retry-after': '120' }));

    expect(await faultOf(client.call(aRead))).toMatchObject({ reason: 'throttled', retryAfterMs: 120_000 });
    expect(server.asked).toHaveLength(1);
  });

  test('keeps the other calls to that mailbox back as well, and no others', async () => {
    const { server, client, clock } = await graph((_, nth) =>
      nth === 1 ? graphError(429, 'x', { 'retry-after': '120' }) : empty,
    );
    await faultOf(client.call(aRead));
    clock.pass(20_000);

    expect(await faultOf(client.call(aRead))).toMatchObject({ reason: 'throttled', retryAfterMs: 100_000 });
    expect(await client.call({ ...aRead, mailbox: 'porto@northwind.example' })).toMatchObject({ status: 200 });
    expect(server.asked).toHaveLength(2);
  });
});

describe('a write whose answer is lost', () => {
  test.for<{ answer: Answer; because: string }>([
    { answer: { fault: 'cut' }, because: 'the connection broke' },
    { answer: graphError(504, ''), because: 'a gateway gave up on it' },
    { answer: graphError(500, 'x'), because: 'the service stumbled, who knows when' },
    { answer: { status: 201, text: '{"id":' }, because: 'the answer was cut short' },
    { answer: { text: '<html></html>' }, because: 'somebody else answered' },
  ])('is not sent twice and may have happened: $because', async ({ answer }) => {
    const { server, client } = await graph(answer);

    expect(await faultOf(client.call(aWrite))).toMatchObject({ mayHaveHappened: true });
    expect(server.asked).toHaveLength(1);
  });

  test('is sent again where twice is as good as once', async () => {
    const { server, client } = await graph((_, nth) => (nth === 1 ? { fault: 'cut' } : { status: 204 }));

    await client.call({ ...aWrite, method: 'DELETE', repeatable: true });

    expect(server.asked).toHaveLength(2);
  });

  test('is sent again after a throttle, which says that nothing was done', async () => {
    const { server, client } = await graph((_, nth) => (nth === 1 ? graphError(429, 'x') : { status: 201, json: {} }));

    await client.call(aWrite);

    expect(server.asked).toHaveLength(2);
  });

  test('cannot have happened where nobody took the connection', async () => {
    const { server, client } = await graph(empty);
    await server.close();

    expect(await faultOf(client.call(aWrite))).toMatchObject({ reason: 'graph-unreachable', mayHaveHappened: false });
  });
});

describe('pages', () => {
  function pages(links: (origin: string) => (string | null)[]) {
    return graph((_, nth) => {
      const next = links(server?.origin ?? '')[nth - 1] ?? null;
      return { json: { value: [nth], ...(next !== null && { '@odata.nextLink': next }) } };
    });
  }

  test('are all followed, with the same headers on each, an empty one too', async () => {
    const { server, client } = await graph((_, nth) => ({
      json: {
        value: nth === 2 ? [] : [nth],
        ...(nth < 3 && { '@odata.nextLink': `${serverOrigin()}/graph/v1.0/x?$skiptoken=${nth}%3D%3D` }),
      },
    }));

    expect(await client.callAllPages({ ...aRead, pageSize: 10 }, 5)).toEqual([1, 3]);
    expect(server.asked.map(({ url }) => url)).toEqual([
      '/graph/v1.0/users/lisbon@northwind.example/calendarView',
      '/graph/v1.0/x?$skiptoken=1%3D%3D',
      '/graph/v1.0/x?$skiptoken=2%3D%3D',
    ]);
    expect(new Set(server.asked.map(({ headers }) => headers['prefer'])).size).toBe(1);
  });

  test.for([
    { to: 'another host', link: () => 'https://evil.example/graph/v1.0/x' },
    { to: 'another port', link: () => 'http://127.0.0.1:1/graph/v1.0/x' },
    { to: 'another path of ours', link: (origin: string) => `${origin}/elsewhere` },
    { to: 'no address at all', link: () => 'next please' },
  ])('that lead to $to take no token there', async ({ link }) => {
    const { server, client } = await pages((origin) => [link(origin)]);

    expect(await faultOf(client.callAllPages(aRead, 5))).toMatchObject({ reason: 'bad-answer' });
    expect(server.asked).toHaveLength(1);
  });

  test('that go round in a circle are found out', async () => {
    const { client } = await pages((origin) => Array(5).fill(`${origin}/graph/v1.0/again?$skip=1`));

    expect(await faultOf(client.callAllPages(aRead, 50))).toMatchObject({ reason: 'bad-answer' });
  });

  test('beyond the cap make the whole worthless, as a part would pass for all', async () => {
    const { client } = await pages((origin) => [1, 2, 3, 4].map((n) => `${origin}/graph/v1.0/x?$skip=${n}`));

    expect(await faultOf(client.callAllPages(aRead, 3))).toMatchObject({ reason: 'bad-answer' });
  });

  test('that never end and bring nothing new are given up long before the cap', async () => {
    const { server, client } = await graph((_, nth) => ({
      json: { value: [{ id: 'the same' }], '@odata.nextLink': `${serverOrigin()}/graph/v1.0/x?$skiptoken=${nth}` },
    }));

    expect(await faultOf(client.callAllPages(aRead, 500))).toMatchObject({ reason: 'bad-answer' });
    expect(server.asked.length).toBeLessThan(20);
  });

  test('a few of which bring nothing new are followed all the same', async () => {
    const { client } = await graph((_, nth) => ({
      json: {
        value: nth < 9 ? [{ id: 'the same' }] : [{ id: 'the last' }],
        ...(nth < 9 && { '@odata.nextLink': `${serverOrigin()}/graph/v1.0/x?$skiptoken=${nth}` }),
      },
    }));

    expect(await client.callAllPages(aRead, 500)).toHaveLength(9);
  });

  test('one of which is no list make the whole worthless', async () => {
    const { client } = await graph({ json: { value: 'none' } });

    expect(await faultOf(client.callAllPages(aRead, 3))).toMatchObject({ reason: 'bad-answer' });
  });
});

function serverOrigin(): string {
  return server?.origin ?? '';
}

describe('a wish that runs out', () => {
  test('is not sent again after its time, however soon Graph would take it', async () => {
    const { server, client, clock } = await graph((_, nth) =>
      nth === 1 ? graphError(429, 'TooManyRequests', { 'Retry-After': '5' }) : { status: 201, json: {} },
    );

    const fault = await faultOf(client.call({ ...aWrite, repeatable: true, notAfter: addMs(clock.now(), 2_000) }));

    expect(fault).toMatchObject({ reason: 'throttled', mayHaveHappened: false });
    expect(server.asked).toHaveLength(1);
  });

  test('is not sent at all where its time had passed before', async () => {
    const { server, client, clock } = await graph({ status: 201, json: {} });

    const fault = await faultOf(client.call({ ...aWrite, notAfter: addMs(clock.now(), -1) }));

    expect(fault.mayHaveHappened).toBe(false);
    expect(server.asked).toHaveLength(0);
  });
});
