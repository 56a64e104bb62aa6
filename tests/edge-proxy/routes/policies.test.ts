import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OperatorRole } from '../../../shared/wire/console.ts';
import { startEntra } from '../http/entra-stand-in.ts';
import { createRouteSite, kyiv, lisbon, porto } from './route-site.ts';

let entra: Awaited<ReturnType<typeof startEntra>>;
beforeAll(async () => {
  entra = await startEntra();
});
afterAll(() => entra.close());

const PATH = '/api/console/policies';

async function open(role: OperatorRole = 'Admin') {
  const site = await createRouteSite(entra);
  const headers = { ...(await site.as(role)), 'Content-Type': 'application/json' };
  const ask = (method: string, path = PATH, body?: unknown) =>
    site.aBrowser().ask(path, { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) });
  const change = (scopes: unknown[], set: unknown, clear: string[] = []) => ask('PATCH', PATH, { scopes, set, clear });
  const policyOf = async ({ id }: { id: string }) =>
    ((await (await ask('GET', `/api/console/rooms/${id}/policy`)).json()) as { policy: Record<string, unknown> })
      .policy;
  return { ...site, ask, change, policyOf };
}

const building = { kind: 'building', building: lisbon.building };
const floor = { kind: 'floor', building: lisbon.building, floor: lisbon.floor };

test('a building decides for its rooms and no others, its floor more nearly, a room most', async () => {
  const { change, policyOf } = await open();

  await change([building], { longestBookingMinutes: 90, holds: false });
  await change([floor], { longestBookingMinutes: 120 });
  await change([{ kind: 'room', room: porto.address }], { longestBookingMinutes: 30 });

  expect(await policyOf(lisbon)).toMatchObject({ longestBookingMinutes: 120, holds: false });
  expect(await policyOf(porto)).toMatchObject({ longestBookingMinutes: 30, holds: false });
  expect(await policyOf(kyiv)).toMatchObject({ longestBookingMinutes: 240, holds: true });
});

test('a change leaves alone what it does not name, and clearing gives a setting back to the level above', async () => {
  const { change } = await open();
  await change([building], { mayBook: false, checkIn: { mode: 'ask' } });

  const answer = await change([building], { checkIn: { graceMinutes: 5 } }, ['mayBook']);

  expect(await answer.json()).toMatchObject({
    decisions: [{ scope: building, override: { checkIn: { mode: 'ask', graceMinutes: 5 } } }],
  });
});

test('the audit says at which place which setting changed, from what to what, and nothing where nothing did', async () => {
  const { change, store } = await open();
  await change([building, { kind: 'room', room: kyiv.id }], { mayBook: false, look: { theme: 'dark' } });
  await change([building], { mayBook: false });
  await change([building], { openingHours: { from: 420, to: 1_200 } }, ['mayBook']);

  expect(store.audit.map(({ subject }) => subject)).toEqual([
    `building ${lisbon.building}: mayBook inherited → false, look.theme inherited → dark`,
    `room ${kyiv.id}: mayBook inherited → false, look.theme inherited → dark`,
    `building ${lisbon.building}: mayBook false → inherited, openingHours inherited → {"from":420,"to":1200}`,
  ]);
});

test('doors are told at once: a few rooms one by one, a building by looking at all', async () => {
  const { change, policyChanges } = await open();
  await change(
    [
      { kind: 'room', room: kyiv.id },
      { kind: 'room', room: porto.id },
    ],
    { mayBook: false },
  );
  await change([building], { mayBook: false });
  await change([building], { mayBook: false });

  expect(policyChanges).toEqual([kyiv.id, porto.id, null]);
});

test.for([
  { body: { scopes: [{ kind: 'room', room: 'no-such' }], set: { holds: false }, clear: [] }, status: 404 },
  { body: { scopes: [building], set: { bookingLengths: [60, 15] }, clear: [] }, status: 400 },
  { body: { scopes: [building], set: { look: { languages: ['tlh'] } }, clear: [] }, status: 400 },
  { body: { scopes: [building], set: {}, clear: ['colour'] }, status: 400 },
  { body: { scopes: [{ kind: 'planet' }], set: {}, clear: [] }, status: 400 },
  { body: { scopes: [{ kind: 'building', building: '' }], set: {}, clear: [] }, status: 400 },
])('$body is refused whole', async ({ body, status }) => {
  const { ask, store, policyChanges } = await open();

  expect((await ask('PATCH', PATH, body)).status).toBe(status);
  expect([store.audit, policyChanges]).toEqual([[], []]);
});

test('the file that goes out comes in again, to the letter, rooms by their addresses', async () => {
  const first = await open();
  await first.change([{ kind: 'tenant' }, floor, { kind: 'room', room: kyiv.id }], { showOrganizers: false });
  const file = await (await first.ask('GET', `${PATH}/file`)).json();

  const second = await open();
  await second.change([building], { holds: false });
  const taken = await second.ask('PUT', `${PATH}/file`, file);

  expect(taken.status).toBe(200);
  expect(file).toMatchObject({ doorlight: 'policies', decisions: [{}, {}, { scope: { room: kyiv.address } }] });
  expect(await (await second.ask('GET', `${PATH}/file`)).json()).toEqual(file);
  expect(await second.policyOf(lisbon)).toMatchObject({ holds: true, showOrganizers: false });
});

test.for([
  {
    decisions: [{ scope: { kind: 'room', room: 'gone@northwind.example' }, override: {} }],
    says: '/decisions/0/scope',
  },
  {
    decisions: [
      { scope: building, override: {} },
      { scope: building, override: {} },
    ],
    says: '/decisions/1/scope',
  },
  {
    decisions: [{ scope: building, override: { openingHours: { from: 9, to: 8 } } }],
    says: '/decisions/0/override/openingHours',
  },
  { decisions: 'all', says: '/decisions' },
])('a file is refused whole at $says', async ({ decisions, says }) => {
  const { ask, change, policyOf } = await open();
  await change([building], { holds: false });

  const answer = await ask('PUT', `${PATH}/file`, { doorlight: 'policies', decisions });

  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({ detail: expect.stringContaining(says) });
  expect(await policyOf(lisbon)).toMatchObject({ holds: false });
});

test.for(['Viewer', 'Operator'] as const)('a %s reads what is decided and changes nothing', async (role) => {
  const { ask, change } = await open(role);
  const file = { doorlight: 'policies', decisions: [] };

  expect((await ask('GET')).status).toBe(200);
  expect((await ask('GET', `${PATH}/file`)).status).toBe(200);
  expect((await change([building], { holds: false })).status).toBe(403);
  expect((await ask('PUT', `${PATH}/file`, file)).status).toBe(403);
});

test('two admins who decide at once do not trample each other: the later one is asked to look again', async () => {
  const { change, ask, store } = await open();
  const { revision } = (await (await change([building], { holds: false })).json()) as { revision: string };
  await change([floor], { mayBook: false });

  const late = await ask('PATCH', PATH, { scopes: [building], set: { holds: true }, clear: [], revision });
  const file = { doorlight: 'policies', decisions: [] };
  const lateFile = await ask('PUT', `${PATH}/file?revision=${revision}`, file);

  for (const answer of [late, lateFile]) {
    expect(answer.status).toBe(409);
    expect(await answer.json()).toMatchObject({ type: 'urn:doorlight:problem:policy-changed-meanwhile' });
  }
  const present = (await (await ask('GET')).json()) as { decisions: unknown[]; revision: string };
  expect(present.decisions).toEqual([
    { scope: building, override: { holds: false } },
    { scope: floor, override: { mayBook: false } },
  ]);
  expect(store.audit).toHaveLength(2);
  const fresh = { scopes: [building], set: { holds: true }, clear: [], revision: present.revision };
  expect((await ask('PATCH', PATH, fresh)).status).toBe(200);
});

test('the same decisions have the same revision, so that what was undone again is in nobody’s way', async () => {
  const { change } = await open();
  const revisions: string[] = [];
  for (const holds of [false, true, false]) {
    revisions.push(((await (await change([building], { holds })).json()) as { revision: string }).revision);
  }

  expect(revisions[2]).toBe(revisions[0]);
  expect(revisions[1]).not.toBe(revisions[0]);
});

test('a tablet decides how it looks and speaks, is told at once, and its room is left alone', async () => {
  const { aTablet, change, lookChanges, policyChanges, store } = await open();
  const { id } = await aTablet();

  const answer = await change([{ kind: 'device', device: id }], { look: { lowReach: true, languages: ['ar'] } });

  expect(answer.status).toBe(200);
  expect([lookChanges, policyChanges]).toEqual([[id], []]);
  expect(store.audit.at(-1)?.subject).toBe(
    `device ${id}: look.lowReach inherited → true, look.languages inherited → ["ar"]`,
  );
});

test('a tablet decides nothing else, and one that is not there nothing at all', async () => {
  const { aTablet, change } = await open();
  const device = { kind: 'device', device: (await aTablet()).id };

  const beyond = await change([device], { look: { theme: 'dark' }, showTitles: true });
  expect(beyond.status).toBe(400);
  expect(await beyond.json()).toMatchObject({ detail: expect.stringContaining('/set/showTitles') });
  expect((await change([{ kind: 'device', device: 'gone' }], { look: { theme: 'dark' } })).status).toBe(404);
});

test('a room that has left Exchange for now keeps its settings, out and in by its address', async () => {
  const { ask, goneRooms, store } = await open();
  const gone = { ...kyiv, id: 'room-gone' as typeof kyiv.id, address: 'gone@northwind.example' };
  goneRooms.push(gone);
  await store.changePolicies([{ kind: 'room', room: gone.id }], () => ({ holds: false }));

  const file = (await (await ask('GET', `${PATH}/file`)).json()) as { decisions: unknown[] };
  expect(file.decisions).toEqual([{ scope: { kind: 'room', room: gone.address }, override: { holds: false } }]);
  expect((await ask('PUT', `${PATH}/file`, file)).status).toBe(200);
  expect(await store.listPolicyDecisions()).toEqual([
    { scope: { kind: 'room', room: gone.id }, override: { holds: false } },
  ]);
});

test('a file that names rooms and tablets which are no more is taken without them, where one asks for that', async () => {
  const { ask } = await open();
  const override = { holds: false };
  const known = { scope: { kind: 'room', room: kyiv.address }, override };
  const decisions = [
    { scope: { kind: 'room', room: 'never@northwind.example' }, override },
    { scope: { kind: 'device', device: 'never' }, override: {} },
    known,
  ];

  const taken = await ask('PUT', `${PATH}/file?unknown=skip`, { doorlight: 'policies', decisions });

  expect(taken.status).toBe(200);
  expect(await (await ask('GET', `${PATH}/file`)).json()).toMatchObject({ decisions: [known] });
});
