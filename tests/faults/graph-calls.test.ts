/** Faults F12 to F21: what can go wrong with a call of Graph or Entra, and what the doors show all the same. */

import { afterEach, describe, expect, test } from 'vitest';
import type { RequestFault } from '../../edge-proxy/sandbox/graph/faults.ts';
import { addMs, DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../shared/basics/instant.ts';
import { openSite, type Site } from '../simulation/site.ts';
import type { Retouch } from '../simulation/tenant.ts';
import { at } from '../support/builders.ts';

const VIEW = 'GET /v1.0/users/{mailbox}/calendarView';
const TOKEN = 'POST /{tenant}/oauth2/v2.0/token';
const TRUE_WITHIN_MS = 90 * SECOND_MS;

let site: Site;
afterEach(() => site.close());

const alarms = async () => (await site.store.listAlarms()).filter(({ clearedAt }) => clearedAt === null);

/** The door of the first room, and that of another, which shall not suffer with it. */
function doors() {
  const [sick, well] = site.screens;
  if (sick === undefined || well === undefined) throw new Error('two doors are wanted');
  return { sick, well };
}

/** Takes long enough for the old reading to be past its limit. */
const PAST_STALE_MS = 6 * MINUTE_MS;

describe('F12: a token that Graph refuses', () => {
  test('is renewed once, and the door never hears of it', async () => {
    site = await openSite();
    await site.pass(10 * SECOND_MS);
    site.tenant.requests.reset();
    site.tenant.plan.onRequest({}, { kind: 'status', status: 401 }, { times: 1 });
    site.invite(site.first.address, 30);

    await site.pass(10 * SECOND_MS);
    expect(site.calls(TOKEN)).toBe(1);
    expect(site.untruths()).toEqual([]);
    expect(await alarms()).toEqual([]);
  });

  test('again and again opens a circuit with one alarm: hardly a call, no storm on Entra, and back by itself', async () => {
    site = await openSite({ rooms: 5 });
    site.tenant.plan.onRequest({}, { kind: 'status', status: 401 });
    await site.pass(10 * MINUTE_MS);
    site.tenant.requests.reset();
    await site.pass(HOUR_MS);

    expect(site.calls(TOKEN)).toBeLessThanOrEqual(20);
    expect(site.tenant.requests.read().total).toBeLessThanOrEqual(80);
    expect((await alarms()).map(({ kind }) => kind)).toEqual(['token-401-circuit']);
    for (const screen of site.screens) expect(screen.state()?.kind).toBe('unknown');

    site.tenant.plan.clear();
    await site.pass(7 * MINUTE_MS);
    expect(site.untruths()).toEqual([]);
    expect(await alarms()).toEqual([]);
  });
});

describe.for([
  {
    fault: 'F13',
    what: 'a room that we may not read (403)',
    status: 403,
    code: 'ErrorAccessDenied',
    cause: 'access-denied',
  },
  { fault: 'F14', what: 'a mailbox that is gone (404)', status: 404, code: 'ErrorInvalidUser', cause: 'room-gone' },
  {
    fault: 'F14',
    what: 'a mailbox without a licence (404)',
    status: 404,
    code: 'MailboxNotEnabledForRESTAPI',
    cause: 'room-gone',
  },
  { fault: 'F14', what: 'a mailbox that has moved (410)', status: 410, code: 'Gone', cause: 'room-gone' },
] as const)('$fault: $what', ({ status, code, cause }) => {
  test('says why at its door after the old day, is asked seldom, alarms by its name, and leaves the others alone', async () => {
    site = await openSite({ rooms: 3 });
    const { sick, well } = doors();
    site.invite(sick.address, -10, 60);
    await site.pass(5 * SECOND_MS);
    const mailbox = sick.address;
    site.tenant.plan.onRequest({ mailbox }, { kind: 'status', status, code });
    await site.pass(2 * MINUTE_MS);
    // The last good day stays, with the cause, until it is too old.
    expect(sick.day()?.health?.cause).toBe(cause);
    expect(sick.day()?.occurrences).toHaveLength(1);
    await site.pass(PAST_STALE_MS);
    site.tenant.requests.reset();
    site.invite(well.address, 30);
    await site.pass(HOUR_MS);

    expect(sick.state()).toMatchObject({ kind: 'unknown', cause });
    expect(site.calls(VIEW, mailbox)).toBeLessThanOrEqual(12);
    expect((await alarms()).map(({ kind, subject }) => [kind, subject])).toEqual([
      ['room-not-read', site.tenant.exchange.mailbox(mailbox)?.id],
    ]);
    expect(site.untruths(site.screens.filter((screen) => screen !== sick))).toEqual([]);

    site.tenant.plan.clear();
    await site.pass(20 * MINUTE_MS);
    expect(site.untruths()).toEqual([]);
    expect(await alarms()).toEqual([]);
  });
});

describe('F15: throttling', () => {
  test.for([
    { form: 'seconds', seconds: 40 },
    { form: 'seconds', seconds: 12.5 },
    { form: 'date', seconds: 40 },
  ] as const)(
    'a Retry-After of $seconds as $form is obeyed for that mailbox and for no other',
    async ({ form, seconds }) => {
      site = await openSite();
      const { sick, well } = doors();
      await site.pass(10 * SECOND_MS);
      site.tenant.plan.onRequest(
        { mailbox: sick.address },
        { kind: 'status', status: 429, code: 'ApplicationThrottled', retryAfter: { seconds, form } },
        { times: 1 },
      );
      site.invite(sick.address, 30);
      await site.pass(SECOND_MS);
      site.tenant.requests.reset();
      site.invite(sick.address, 90);
      site.invite(well.address, 30);
      await site.pass((Math.floor(seconds) - 2) * SECOND_MS);

      expect(site.calls(VIEW, sick.address)).toBe(0);
      expect(site.untruths([well])).toEqual([]);

      await site.pass(TRUE_WITHIN_MS);
      expect(site.untruths()).toEqual([]);
    },
  );

  test('of everything, for a quarter of an hour, leaves each door with its day, then its age, and Graph with few calls', async () => {
    site = await openSite({ rooms: 4 });
    site.tenant.plan.onRequest({}, { kind: 'status', status: 429, retryAfter: { seconds: 30 } });
    site.tenant.requests.reset();
    await site.pass(15 * MINUTE_MS);

    expect(site.tenant.requests.read().total).toBeLessThanOrEqual(4 * 15 * 3);
    for (const screen of site.screens) expect(screen.state()).toMatchObject({ kind: 'stale', cause: 'throttled' });

    site.tenant.plan.clear();
    await site.pass(TRUE_WITHIN_MS);
    expect(site.untruths()).toEqual([]);
  });
});

describe('F16: a server that fails', () => {
  test.for([500, 502, 503, 504])(
    'with %i: readings go on with growing waits, and the door is true within 90 s of the end',
    async (status) => {
      site = await openSite({ rooms: 3 });
      site.tenant.plan.onRequest({}, { kind: 'status', status });
      site.invite(site.first.address, 30);
      await site.pass(PAST_STALE_MS);
      for (const screen of site.screens) expect(screen.state()?.kind).toBe('stale');
      site.tenant.requests.reset();
      await site.pass(HOUR_MS);

      // Each reading tries for half a minute, and waits for most of one until the next.
      expect(site.tenant.requests.read().total).toBeLessThanOrEqual(3 * 60 * 12);
      expect(site.clock.pending()).toBeLessThanOrEqual(80);
      site.tenant.plan.clear();
      await site.pass(TRUE_WITHIN_MS);
      expect(site.untruths()).toEqual([]);
    },
  );

  test('once in a while costs nobody anything', async () => {
    site = await openSite();
    site.tenant.plan.onRequest({ operation: 'list-calendar-view' }, { kind: 'status', status: 503 }, { times: 2 });
    site.invite(site.first.address, 30);

    await site.pass(10 * SECOND_MS);
    expect(site.untruths()).toEqual([]);
    expect(await alarms()).toEqual([]);
  });
});

describe('F17: an answer that does not come', () => {
  test('is given up after its deadline, frees its lane, and holds up no other mailbox', async () => {
    site = await openSite({ rooms: 3 });
    const { sick, well } = doors();
    const mailbox = sick.address;
    site.tenant.plan.onRequest({ mailbox }, { kind: 'delay', ms: 20 * SECOND_MS });
    await site.pass(2 * MINUTE_MS);
    site.invite(well.address, 30);
    await site.pass(5 * SECOND_MS);
    expect(site.untruths([well])).toEqual([]);
    await site.pass(PAST_STALE_MS);
    expect(sick.state()).toMatchObject({ kind: 'stale', cause: 'graph-unreachable' });
    expect(site.clock.pending()).toBeLessThanOrEqual(120);

    expect(site.tenant.requests.read().mailboxes[mailbox]?.mostAtOnce).toBeLessThanOrEqual(4);
    site.tenant.plan.clear();
    await site.pass(TRUE_WITHIN_MS);
    expect(site.untruths()).toEqual([]);
  });

  test('everywhere lets every door grow old in words, and back to the truth when it ends', async () => {
    site = await openSite({ rooms: 3 });
    site.tenant.plan.onRequest({}, { kind: 'drop' });
    await site.pass(PAST_STALE_MS);
    for (const screen of site.screens)
      expect(screen.state()).toMatchObject({ kind: 'stale', cause: 'graph-unreachable' });

    site.tenant.plan.clear();
    await site.pass(TRUE_WITHIN_MS);
    expect(site.untruths()).toEqual([]);
  });
});

describe('F18: a 200 that is none', () => {
  const wrongs: [string, RequestFault][] = [
    ['cut off in the middle', { kind: 'truncated' }],
    ["a captive portal's page", { kind: 'html' }],
  ];

  test.for(wrongs)('%s leaves the last good day, with its cause and age, and nothing of itself', async ([, fault]) => {
    site = await openSite();
    const { sick, well } = doors();
    site.invite(sick.address, 0, 60);
    site.invite(sick.address, 120, 60);
    await site.pass(5 * SECOND_MS);
    site.tenant.plan.onRequest({ mailbox: sick.address }, fault);
    await site.pass(3 * MINUTE_MS);

    expect(sick.day()?.occurrences).toHaveLength(2);
    expect(sick.day()?.health?.cause).toBe('bad-answer');
    expect(site.untruths([well])).toEqual([]);
    await site.pass(PAST_STALE_MS);
    expect(sick.state()).toMatchObject({ kind: 'stale', cause: 'bad-answer' });

    site.tenant.plan.clear();
    await site.pass(TRUE_WITHIN_MS);
    expect(site.untruths()).toEqual([]);
  });

  test.for<[string, Retouch]>([
    ['an entry without a start', ({ value }) => delete value[0]?.['start']],
    ['an entry whose end is a number', ({ value }) => Object.assign(value[0] ?? {}, { end: 42 })],
    ['pages that go round in a circle', (page, url) => Object.assign(page, { '@odata.nextLink': url })],
    ['a list that is none', (page) => Object.assign(page, { value: 'nothing' })],
  ])('%s spoils the whole answer, and the last good day stays', async ([, spoil]) => {
    site = await openSite();
    const { sick, well } = doors();
    site.invite(sick.address, 0, 60);
    await site.pass(5 * SECOND_MS);
    site.tenant.retouch((page, url) => (decodeURIComponent(url).includes(sick.address) ? spoil(page, url) : undefined));
    site.tenant.requests.reset();
    await site.pass(3 * MINUTE_MS);

    expect(sick.day()?.occurrences).toHaveLength(1);
    expect(sick.day()?.health?.cause).toBe('bad-answer');
    expect(site.calls(VIEW, sick.address)).toBeLessThanOrEqual(20);
    expect(site.untruths([well])).toEqual([]);

    site.tenant.retouch(null);
    await site.pass(TRUE_WITHIN_MS);
    expect(site.untruths()).toEqual([]);
  });

  test.for<[string, object]>([
    ['a flag that is a word', { isAllDay: 'yes' }],
    ['a flag that is missing', { isCancelled: null }],
    ['a kind of free or busy that nobody knows', { showAs: 'maybe' }],
  ])('%s makes that time anything but free, and leaves the rest of the day', async ([, odd]) => {
    site = await openSite();
    const { sick } = doors();
    site.invite(sick.address, 0, 30);
    site.invite(sick.address, 90, 30);
    site.tenant.retouch(({ value }) => Object.assign(value[0] ?? {}, odd));
    await site.pass(10 * SECOND_MS);

    expect(sick.day()?.occurrences).toHaveLength(2);
    expect(sick.day()?.health).toBeNull();
    expect(['available', 'starting-soon']).not.toContain(sick.state()?.kind);
    await site.pass(40 * MINUTE_MS);
    expect(sick.state()?.kind).toBe('available');
  });
});

describe('F19: Entra is away', () => {
  test('the kept token serves to its end, and the doors notice nothing', async () => {
    site = await openSite();
    site.tenant.entraFaults.tokenStatus = 503;
    await site.pass(50 * MINUTE_MS);
    site.invite(site.first.address, 30);

    await site.pass(5 * SECOND_MS);
    expect(site.untruths()).toEqual([]);
  });

  test('longer than that, every door says how old it is, Entra is asked about once a minute, and all comes back', async () => {
    site = await openSite({ rooms: 6 });
    site.tenant.entraFaults.tokenStatus = 503;
    await site.pass(70 * MINUTE_MS);
    for (const screen of site.screens) expect(screen.state()?.kind).toBe('stale');
    site.tenant.requests.reset();
    await site.pass(30 * MINUTE_MS);

    expect(site.calls(TOKEN)).toBeLessThanOrEqual(45);
    site.tenant.entraFaults.tokenStatus = null;
    await site.pass(2 * TRUE_WITHIN_MS);
    expect(site.untruths()).toEqual([]);
  });
});

describe('F20: a secret that runs out', () => {
  test('is told weeks ahead, once', async () => {
    site = await openSite({
      before: ({ tenant }) => {
        const expiresAt = addMs(at('09:00'), 20 * DAY_MS);
        Object.assign(tenant.config.credential, { expiresAt });
      },
    });
    await site.pass(HOUR_MS);

    expect((await alarms()).map(({ kind, subject }) => [kind, subject])).toEqual([['credential-expiring', '30-days']]);
    expect(site.untruths()).toEqual([]);
  });

  test('leaves the doors their day with its age, is said once as what it is, and a new one mends it', async () => {
    site = await openSite();
    const { daemon } = site.tenant.directory;
    const secretEndsIn = (ms: number) => {
      daemon.secrets = daemon.secrets.map((one) => ({ ...one, endsAt: site.clock.now() + ms }));
    };
    secretEndsIn(30 * MINUTE_MS);
    await site.pass(100 * MINUTE_MS);

    for (const screen of site.screens) {
      expect(screen.state()).toMatchObject({ kind: 'stale', cause: 'credential-refused' });
    }
    const [alarm, ...more] = await alarms();
    expect(more).toEqual([]);
    expect(alarm).toMatchObject({ kind: 'credential-refused', subject: 'app', severity: 'critical' });
    expect(alarm?.cause).not.toContain(daemon.secrets[0]?.value);
    site.tenant.requests.reset();
    await site.pass(HOUR_MS);
    expect(site.calls(TOKEN)).toBeLessThanOrEqual(30);

    secretEndsIn(365 * DAY_MS);
    await site.pass(8 * MINUTE_MS);
    expect(site.untruths()).toEqual([]);
    expect(await alarms()).toEqual([]);
  });
});

describe('F21: the canary can be read', () => {
  test('at the start: no door ever shows a calendar, one critical alarm says why', async () => {
    site = await openSite({ before: ({ tenant }) => tenant.exchange.setAccessPolicy(null) });
    site.invite(site.first.address, 30);
    await site.pass(2 * MINUTE_MS);

    for (const screen of site.screens) {
      expect(screen.state()?.kind).toBe('out-of-service');
      expect(screen.day()?.occurrences).toEqual([]);
      expect(screen.seen.length).toBeGreaterThan(0);
    }
    expect((await site.store.listRoomDays()).flatMap(({ occurrences }) => occurrences)).toEqual([]);
    expect((await alarms()).map(({ kind, severity }) => [kind, severity])).toEqual([['canary-readable', 'critical']]);
  });

  test('one day, after the scope was lost: every calendar leaves the doors, and comes back when it is mended', async () => {
    site = await openSite({ now: at('09:00') });
    site.invite(site.first.address, 30 * 60, 60);
    await site.pass(5 * SECOND_MS);
    const rooms = [...site.rooms.map(({ address }) => address), site.tenant.config.serviceUser];
    site.tenant.exchange.setAccessPolicy(null);
    await site.pass(25 * HOUR_MS);
    for (const screen of site.screens) {
      expect(screen.state()?.kind).toBe('out-of-service');
      expect(screen.day()?.occurrences).toEqual([]);
    }

    site.tenant.exchange.setAccessPolicy(rooms);
    await site.pass(6 * MINUTE_MS);
    expect(site.untruths()).toEqual([]);
    expect(await alarms()).toEqual([]);
  }, 120_000);
});
