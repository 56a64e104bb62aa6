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

  expect(await answer.json()).toEqual({
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
