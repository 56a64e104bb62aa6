/** What a sandbox cannot play: a tenant scripted answer by answer, all well until a test says otherwise. */

import { expect, test } from 'vitest';
import type { CheckNeeds } from '../../../edge-proxy/check/check-setup.ts';
import { runCheck } from '../../../edge-proxy/check/run-check.ts';
import type { CheckProbe, ProbedRoom, ProbeFault } from '../../../edge-proxy/ports/check-probe.ts';
import { err, ok } from '../../../shared/basics/result.ts';
import type { CheckLine } from '../../../shared/wire/check.ts';
import { at, aZone } from '../../support/builders.ts';
import { aPaper } from './a-paper.ts';

const SERVICE_USER = 'doorlight@contoso.com';
const AWAY: ProbeFault = { reason: 'graph-unreachable', status: null, code: null };
const DENIED: ProbeFault = { reason: 'access-denied', status: 403, code: 'ErrorAccessDenied' };

const rooms = (count: number): ProbedRoom[] =>
  Array.from({ length: count }, (_, index) => ({ address: `r${index}@contoso.com`, displayName: `Room ${index}` }));

function aTenant(change: Partial<CheckProbe> = {}, setup: Partial<CheckNeeds['setup']> = {}): CheckNeeds {
  return {
    setup: {
      tenantId: 'contoso.com',
      clientId: 'client',
      credentialKind: 'certificate',
      credentialLife: at('2028-01-01T00:00:00Z'),
      serviceUser: SERVICE_USER,
      operatorClientId: 'console',
      canaryMailbox: 'ceo@contoso.com',
      roomLists: [],
      publicUrl: 'https://doorlight.contoso.com',
      writesToRooms: false,
      sendsMail: false,
      ...setup,
    },
    probe: {
      reachGraph: async () => ok({ status: 401, time: at('10:00') }),
      signIn: async () => ok({ roles: ['Place.Read.All'], objectId: 'object', tookMs: 200 }),
      tryOperatorSignIn: async () => 'ready',
      listRooms: async () => ok(rooms(30)),
      listRoomsOf: async () => ok(rooms(1)),
      readZone: async () => ok(aZone('Europe/Berlin')),
      readMeetings: async () => ok([]),
      tryWriting: async () => ok('done'),
      tryMailing: async (address) => (address === SERVICE_USER ? ok('may') : err(DENIED)),
      trySubscribing: async () => ok('done'),
      tryWebhook: async () => 'echo',
      ...change,
    },
    scope: { tryMailbox: async () => 'denied' },
    site: { tryStore: async () => null, isTlsUnverified: false, webProxy: 'used' },
    clock: { now: () => at('10:00') },
  };
}

async function linesOf(needs: CheckNeeds): Promise<CheckLine[]> {
  const lines: CheckLine[] = [];
  for await (const line of runCheck(needs)) lines.push(line);
  return lines;
}

async function troublesOf(needs: CheckNeeds): Promise<CheckLine[]> {
  const lines = await linesOf(needs);
  return lines.filter(({ verdict }) => verdict === 'warning' || verdict === 'failed');
}

test('a tenant where all is well has no troubles', async () => {
  expect(await troublesOf(aTenant())).toEqual([]);
});

test.for([
  { answer: ok('may' as const), sendsMail: false, verdict: 'ok', says: /could be taken back/ },
  { answer: ok('may' as const), sendsMail: true, verdict: 'ok', says: /^The app may send as the service user\.$/ },
  { answer: err(DENIED), sendsMail: false, verdict: 'ok', says: /that is the least/ },
  { answer: err(DENIED), sendsMail: true, verdict: 'failed', says: /none will arrive/ },
  { answer: err(AWAY), sendsMail: true, verdict: 'warning', says: /did not answer/ },
] as const)(
  'where mail is wanted: $sendsMail and Exchange says $answer, the line about mail is $verdict',
  async ({ answer, sendsMail, verdict, says }) => {
    const tryMailing: CheckProbe['tryMailing'] = async (address) => (address === SERVICE_USER ? answer : err(DENIED));
    const lines = await linesOf(aTenant({ tryMailing }, { sendsMail }));

    const line = lines.find(({ id }) => id === 'permission-mail-send');
    expect(line?.verdict).toBe(verdict);
    expect(line?.cameBack).toMatch(says);
  },
);

test('an account that signs in for the app is told of the delegated permission, and of no command for Exchange', async () => {
  const tryMailing: CheckProbe['tryMailing'] = async () => err(DENIED);
  const lines = await linesOf(aTenant({ tryMailing }, { sendsMail: true, credentialKind: 'delegated' }));

  const line = lines.find(({ id }) => id === 'permission-mail-send');
  expect(line).toMatchObject({
    verdict: 'failed',
    remedy: expect.stringMatching(/delegated permission/),
    command: null,
  });
  expect(line?.guide).toBe('docs/tenant-setup.md#the-app-registration-of-a-service-account');
});

const written = (how: 'done' | 'left') => ok(how);

test.for([
  { answer: written('done'), writesToRooms: false, verdict: 'ok', says: /could be taken back/ },
  { answer: written('done'), writesToRooms: true, verdict: 'ok', says: /as the policy asks/ },
  { answer: err(DENIED), writesToRooms: false, verdict: 'ok', says: /that is the least/ },
  { answer: err(DENIED), writesToRooms: true, verdict: 'failed', says: /Exchange would refuse/ },
  { answer: written('left'), writesToRooms: true, verdict: 'warning', says: /could not be taken away/ },
] as const)(
  'writing in rooms is $verdict where the policy asks for it: $writesToRooms',
  async ({ answer, ...given }) => {
    const tryWriting: CheckProbe['tryWriting'] = async (address) =>
      address === SERVICE_USER ? written('done') : answer;
    const lines: CheckLine[] = [];
    for await (const line of runCheck(aTenant({ tryWriting }, { writesToRooms: given.writesToRooms })))
      lines.push(line);

    const found = lines.find(({ id }) => id === 'room-writing');
    expect(found?.verdict).toBe(given.verdict);
    expect(found?.cameBack).toMatch(given.says);
    expect(found?.command ?? '').toMatch(given.verdict === 'failed' ? /Application Calendars\.ReadWrite/ : /^$/);
  },
);

test('a service account that no policy asks to write is not tried in rooms', async () => {
  const tried: string[] = [];
  const tryWriting: CheckProbe['tryWriting'] = async (address) => {
    tried.push(address);
    return ok('done');
  };
  await troublesOf(aTenant({ tryWriting }, { credentialKind: 'delegated' }));

  expect(tried).toEqual([SERVICE_USER]);
});

test('whoever waits for a large site is told how far it is', async () => {
  const told: string[] = [];
  await troublesOf({ ...aTenant(), onProgress: (read, all) => void told.push(`${read}/${all}`) });

  expect(told).toEqual(Array.from({ length: 30 }, (_, index) => `${index + 1}/30`));
});

test('of many rooms that are refused, twenty have a line each and the rest one together', async () => {
  const readMeetings: CheckProbe['readMeetings'] = async (address) =>
    address === SERVICE_USER || address === 'r0@contoso.com' ? ok([]) : err(DENIED);
  const troubles = await troublesOf(aTenant({ readMeetings }));

  expect(troubles).toHaveLength(21);
  expect(troubles.at(-1)).toMatchObject({ id: 'room-readable:others', title: '9 more rooms' });
  expect(troubles[0]?.cameBack).toMatch(/one other room answers/);
});

test('rooms are looked at a few at a time, while the doors go on', async () => {
  let [now, most] = [0, 0];
  const readZone: CheckProbe['readZone'] = async () => {
    now += 1;
    most = Math.max(most, now);
    await Promise.resolve();
    now -= 1;
    return ok(aZone('Europe/Berlin'));
  };
  await troublesOf(aTenant({ readZone, listRooms: async () => ok(rooms(500)) }));

  expect(most).toBeLessThanOrEqual(8);
});

test('an address that answers Microsoft too late is told apart from one that does not answer', async () => {
  const trySubscribing: CheckProbe['trySubscribing'] = async () => err({ kind: 'address', why: 'too-slow' });
  const [line] = await troublesOf(aTenant({ trySubscribing }));

  expect(line).toMatchObject({ id: 'webhook', cameBack: expect.stringMatching(/waited ten seconds/) });
});

test('a trial meeting that could not be taken away is said', async () => {
  const [line] = await troublesOf(aTenant({ tryWriting: async () => ok('left') }));

  expect(line).toMatchObject({ verdict: 'warning', remedy: expect.stringMatching(/Delete “Doorlight check/) });
});

test('a token that cannot be read is no trouble, since trying tells', async () => {
  const signIn: CheckProbe['signIn'] = async () => ok({ roles: null, objectId: null, tookMs: 200 });

  expect(await troublesOf(aTenant({ signIn }))).toEqual([]);
});

test('Graph that does not take the token of Entra is named once, with the clouds', async () => {
  const fault: ProbeFault = { reason: 'credential-refused', status: 401, code: 'InvalidAuthenticationToken' };
  const troubles = await troublesOf(
    aTenant({ listRooms: async () => err(fault), readMeetings: async () => err(fault) }),
  );

  expect(troubles).toMatchObject([{ id: 'permission-places', remedy: expect.stringMatching(/same cloud/) }]);
});

test('meetings that a delegate wrote into the room tell nothing of how it answers', async () => {
  const own = {
    start: at('09:00'),
    isInvitation: false,
    isAnswered: false,
    isPrivate: false,
    title: 'organizer',
  } as const;
  const readMeetings: CheckProbe['readMeetings'] = async () => ok([own, own, own]);

  expect(await troublesOf(aTenant({ readMeetings }))).toEqual([]);
});

test.for([
  { starts: '10:30', ids: [], because: 'the room may be about to answer' },
  { starts: '09:30', ids: ['accepting'], because: 'its meeting has begun and nobody answered' },
])('one open invitation for $starts: $because', async ({ starts, ids }) => {
  const answered = {
    start: at('11:00'),
    isInvitation: true,
    isAnswered: true,
    isPrivate: false,
    title: 'own',
  } as const;
  const open = { ...answered, start: at(starts), isAnswered: false };
  const listRooms: CheckProbe['listRooms'] = async () => ok(rooms(1));
  const readMeetings: CheckProbe['readMeetings'] = async () => ok([answered, open]);

  expect((await troublesOf(aTenant({ listRooms, readMeetings }))).map(({ id }) => id)).toEqual(ids);
});

test('mailboxes whose private meetings stay private are not said to clear the flag', async () => {
  const hidden = {
    start: at('11:00'),
    isInvitation: true,
    isAnswered: true,
    isPrivate: true,
    title: 'organizer',
  } as const;
  const readMeetings: CheckProbe['readMeetings'] = async () => ok([hidden, hidden, hidden]);
  const [line] = await troublesOf(aTenant({ readMeetings, listRooms: async () => ok(rooms(1)) }));

  expect(line).toMatchObject({ id: 'titles', cameBack: expect.not.stringMatching(/private/) });
});

const asAccount = { credentialKind: 'delegated', credentialLife: 'never' } as const;

test('a service account is not blamed for what no service account may do', async () => {
  const signIn: CheckProbe['signIn'] = async () => ok({ roles: null, objectId: null, tookMs: 200 });
  const troubles = await troublesOf(aTenant({ signIn, readZone: async () => err(DENIED) }, asAccount));

  expect(troubles.map(({ id, remedy }) => [id, remedy])).toEqual([
    ['zones', 'Set the zone of each room that has another in the console.'],
  ]);
});

test('a room that is not shared with the service account is to be shared', async () => {
  const readMeetings: CheckProbe['readMeetings'] = async (address) =>
    address === 'r7@contoso.com' ? err(DENIED) : ok([]);
  const [line] = await troublesOf(aTenant({ readMeetings }, asAccount));

  expect(line).toMatchObject({
    id: 'room-readable:r7@contoso.com',
    command: expect.stringMatching(/^Add-MailboxFolderPermission .*'r7@contoso.com'.* -AccessRights Reviewer$/),
  });
});

test('a service account is led to its own chapter of the paper, and never to what only an app does', async () => {
  const signIn: CheckProbe['signIn'] = async () => ok({ roles: null, objectId: null, tookMs: 200 });
  const paper = aPaper('docs/tenant-setup.md');
  const lines = await linesOf(aTenant({ signIn, readMeetings: async () => err(DENIED) }, asAccount));

  expect(lines.filter(({ guide }) => !paper.anchors().has(guide))).toEqual([]);
  expect(lines.filter(({ guide }) => /rbac|of-the-proxy|the-groups|leftover|certificate/.test(guide))).toEqual([]);
  expect(lines.find(({ id }) => id === 'permission-calendars-read')).toMatchObject({
    verdict: 'failed',
    guide: 'docs/tenant-setup.md#sharing-the-rooms',
  });
});

test('a service account that must write in rooms is told to be shared with as Editor, by a command', async () => {
  const setup = { ...asAccount, writesToRooms: true };
  const [line] = await troublesOf(aTenant({ tryWriting: async () => err(DENIED) }, setup));

  expect(line).toMatchObject({
    id: 'room-writing',
    verdict: 'failed',
    command: expect.stringMatching(/^Add-MailboxFolderPermission .*'r0@contoso.com'.* -AccessRights Editor$/),
  });
});
