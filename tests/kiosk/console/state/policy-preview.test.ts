import { expect, test } from 'vitest';
import { readPolicyFile } from '../../../../kiosk/console/state/policy-import.ts';
import { findPlaces, policyPlaces, within } from '../../../../kiosk/console/state/policy-places.ts';
import { decisionsAfter, effectsOf, placesChanged } from '../../../../kiosk/console/state/policy-preview.ts';
import type { BoardId, DeviceId, RoomId } from '../../../../shared/basics/ids.ts';
import type { PolicyOverride } from '../../../../shared/room/policy.ts';
import { decisionsByScope, type PolicyScope, scopeKey } from '../../../../shared/rules/policy-levels.ts';
import { aDevice, aRoomChoice } from '../fixtures.ts';
import { cais, faro, floor1, lisbon, oslo, porto, roomOf, tenant } from '../policy-fixtures.ts';

const board = {
  ...aDevice('Lisbon'),
  id: 'lobby' as DeviceId,
  room: null,
  board: { id: 'b' as BoardId, name: 'Lobby' },
};
const rooms = [oslo, porto, faro, lisbon];
const places = policyPlaces(rooms, [aDevice('Lisbon'), board]);
const tablet: PolicyScope = { kind: 'device', device: 'device-lisbon' as DeviceId };
const names = (some: readonly { readonly name: string }[]) => some.map(({ name }) => name);

function preview(
  decided: readonly (readonly [PolicyScope, PolicyOverride])[],
  scopes: PolicyScope[],
  set: PolicyOverride,
) {
  const before = decisionsByScope(decided.map(([scope, override]) => ({ scope, override })));
  const after = decisionsAfter(before, { scopes, set, clear: [] });
  const settings = Object.entries(set).flatMap(([name, value]) =>
    name === 'look' ? Object.keys(value as object).map((part) => `look.${part}`) : [name],
  );
  return effectsOf(before, after, { places, scopes, settings });
}

test('places stand as on a walk: everywhere, then each building with its floors, rooms and tablets, boards last', () => {
  expect(names(places)).toEqual([
    'Everywhere',
    'Cais',
    'Floor 1',
    'Lisbon',
    'Lenovo Tab M10',
    'Porto',
    'Floor 2',
    'Faro',
    'Spreeufer',
    'Ground floor',
    'Oslo',
    'Lobby (Lenovo Tab M10)',
  ]);
  expect(places.map(({ rooms: reached }) => reached.length)).toEqual([4, 3, 2, 1, 0, 1, 1, 1, 1, 1, 1, 0]);
});

test('a place is found by its name and by where it is, and says within what it lies', () => {
  expect(names(findPlaces(places, 'cais floor 1'))).toEqual(['Floor 1', 'Lisbon', 'Porto']);
  expect(names(findPlaces(places, 'PORTO@'))).toEqual(['Porto']);
  const found = places.find(({ name }) => name === 'Porto');
  expect(found && names(within(found, places))).toEqual(['Cais', 'Floor 1']);
});

test('a preview names what changes where, and where something nearer keeps its own', () => {
  const [effect] = preview(
    [
      [tenant, { longestBookingMinutes: 60 }],
      [roomOf(porto), { longestBookingMinutes: 30 }],
      [roomOf(faro), { longestBookingMinutes: 120 }],
    ],
    [cais, roomOf(faro)],
    { longestBookingMinutes: 90 },
  );

  expect(effect?.effects.map(({ from, to, places: where }) => [from, to, names(where)])).toEqual([
    [60, 90, ['Lisbon']],
    [120, 90, ['Faro']],
  ]);
  expect(effect?.kept.map(({ value, places: where }) => [value, names(where)])).toEqual([[30, ['Porto']]]);
  expect(placesChanged(effect ? [effect] : [])).toHaveLength(2);
});

test('a tablet is told of by itself where it decides for itself, and so is a board, which has no room', () => {
  const [effect] = preview([[tablet, { look: { theme: 'contrast' } }]], [tenant], { look: { theme: 'dark' } });

  expect(effect?.effects.map(({ places: where }) => names(where))).toEqual([
    ['Lisbon', 'Porto', 'Faro', 'Oslo', 'Lobby (Lenovo Tab M10)'],
  ]);
  expect(effect?.kept.map(({ value, places: where }) => [value, names(where)])).toEqual([
    ['contrast', ['Lenovo Tab M10']],
  ]);
});

test('a thousand rooms are looked over in a moment', () => {
  const many = Array.from({ length: 1_000 }, (_, n) =>
    aRoomChoice(`Room ${n}`, { building: `B${n % 10}`, floor: String(n % 100) }),
  );
  const all = policyPlaces(many, []);
  const after = decisionsAfter(new Map(), { scopes: [tenant], set: { holds: false }, clear: [] });

  const [effect] = effectsOf(new Map(), after, { places: all, scopes: [tenant], settings: ['holds'] });

  expect(effect?.effects[0]?.places).toHaveLength(1_000);
});

const fileOf = (...decisions: readonly (readonly [PolicyScope, PolicyOverride])[]) =>
  JSON.stringify({ doorlight: 'policies', decisions: decisions.map(([scope, override]) => ({ scope, override })) });
const roomCalled = (address: string): PolicyScope => ({ kind: 'room', room: address as RoomId });

test('of a file it says what would be decided otherwise, what goes, and whom it names that is not here', () => {
  const decided = [
    { scope: floor1, override: { mayBook: false } },
    { scope: roomCalled('a-room-that-left'), override: { holds: false } },
  ];
  const read = readPolicyFile(
    fileOf(
      [roomCalled('Porto@Northwind.example'), { holds: false }],
      [roomCalled('gone@northwind.example'), { holds: false }],
      [{ kind: 'device', device: 'long-gone' as DeviceId }, { look: { lowReach: true } }],
    ),
    { decisions: decisionsByScope(decided), decided, places, rooms },
  );

  if (!read.ok) throw new Error(read.error);
  expect(read.value).toMatchObject({ unknownRooms: ['gone@northwind.example'], unknownDevices: ['long-gone'] });
  expect(read.value.changes).toEqual([
    { scope: floor1, settings: [{ setting: 'mayBook', from: false, to: undefined }] },
    { scope: roomOf(porto), settings: [{ setting: 'holds', from: undefined, to: false }] },
  ]);
  expect(read.value.effects.map(({ setting }) => setting)).toEqual(['mayBook', 'holds']);
});

test('a place that is named twice, by its address and by its id, is refused', () => {
  const text = fileOf([roomCalled(porto.address), {}], [roomOf(porto), {}]);
  const read = readPolicyFile(text, { decisions: new Map(), decided: [], places, rooms });

  expect(read).toMatchObject({ ok: false, error: expect.stringContaining('/decisions/1/scope') });
  expect(scopeKey(roomOf(porto))).not.toBe(scopeKey(roomOf(faro)));
});

test('what this release does not know of a file is named, and so are places that no room is in', () => {
  const atlantis: PolicyScope = { kind: 'floor', building: 'Atlantis', floor: '9' };
  const text = `\uFEFF${fileOf(
    [tenant, { holds: false, showTitels: true, look: { theme: 'dark', glow: 3 } } as PolicyOverride],
    [atlantis, { holds: true, showTitels: true } as PolicyOverride],
  )}`;
  const read = readPolicyFile(text, { decisions: new Map(), decided: [], places, rooms });

  expect(read).toMatchObject({
    value: { unknownSettings: ['showTitels', 'look.glow'], emptyPlaces: [atlantis], changes: [{ scope: tenant }, {}] },
  });
});
