import { expect, test } from 'vitest';
import type { DeviceId, RoomId } from '../../../shared/basics/ids.ts';
import { defaultPolicy } from '../../../shared/room/policy.ts';
import {
  changedOverride,
  decisionsByScope,
  overrideFault,
  type PolicyDecision,
  type PolicyScope,
  policySettings,
  resolvePolicy,
  scopeFault,
  scopeKey,
  scopesOf,
  settingChanges,
  standingOf,
} from '../../../shared/rules/policy-levels.ts';

const id = 'room-lisbon' as RoomId;
const lisbon = { id, building: 'Hafen', floor: '3' };
const tenant: PolicyScope = { kind: 'tenant' };
const building: PolicyScope = { kind: 'building', building: 'Hafen' };
const floor: PolicyScope = { kind: 'floor', building: 'Hafen', floor: '3' };
const room: PolicyScope = { kind: 'room', room: id };

const longest = (scope: PolicyScope, minutes: number): PolicyDecision => ({
  scope,
  override: { longestBookingMinutes: minutes },
});

test.for([
  { decided: [], holds: 240, because: 'nobody decided anything' },
  { decided: [longest(tenant, 60)], holds: 60, because: 'the tenant has it for all' },
  { decided: [longest(building, 90), longest(tenant, 60)], holds: 90, because: 'a building is nearer than the tenant' },
  { decided: [longest(floor, 120), longest(building, 90)], holds: 120, because: 'a floor is nearer than its building' },
  { decided: [longest(room, 30), longest(floor, 120)], holds: 30, because: 'the room itself is nearest' },
  {
    decided: [longest({ kind: 'floor', building: 'Werft', floor: '3' }, 120)],
    holds: 240,
    because: 'the third floor of another building is another floor',
  },
  {
    decided: [longest({ kind: 'floor', building: null, floor: '3' }, 120)],
    holds: 240,
    because: 'a floor of no building is none of this one',
  },
])('the longest booking is $holds minutes, because $because', ({ decided, holds }) => {
  expect(resolvePolicy(decisionsByScope(decided), lisbon).longestBookingMinutes).toBe(holds);
});

test('a level that decides one part of check-in or the look leaves the other parts to the level above', () => {
  const policy = resolvePolicy(
    decisionsByScope([
      { scope: tenant, override: { checkIn: { mode: 'release', graceMinutes: 7 }, look: { theme: 'dark' } } },
      { scope: room, override: { checkIn: { mode: 'ask' }, look: { languages: ['de'] } } },
    ]),
    lisbon,
  );

  expect(policy.checkIn).toEqual({ ...defaultPolicy.checkIn, mode: 'ask', graceMinutes: 7 });
  expect(policy.look).toEqual({ ...defaultPolicy.look, theme: 'dark', languages: ['de'] });
});

test.for([
  { place: { building: null, floor: null }, kinds: ['tenant', 'room'], because: 'nobody said where it is' },
  { place: { building: '', floor: '' }, kinds: ['tenant', 'room'], because: 'empty words say nothing' },
  { place: { building: 'Hafen', floor: null }, kinds: ['tenant', 'building', 'room'], because: 'of no known floor' },
  { place: { building: null, floor: '3' }, kinds: ['tenant', 'floor', 'room'], because: 'a house has no name here' },
])('a room has the levels $kinds, because $because', ({ place, kinds }) => {
  expect(scopesOf({ id, ...place }).map(({ kind }) => kind)).toEqual(kinds);
});

test('no two places share a key, however they are named', () => {
  const odd: PolicyScope[] = [
    tenant,
    { kind: 'building', building: 'a' },
    { kind: 'floor', building: 'a', floor: 'b' },
    { kind: 'floor', building: null, floor: 'a' },
    { kind: 'floor', building: 'a","b', floor: 'c' },
    { kind: 'floor', building: 'a', floor: 'b","c' },
    { kind: 'room', room: 'a' as RoomId },
  ];

  expect(new Set(odd.map(scopeKey)).size).toBe(odd.length);
});

test('a change sets some, clears some and leaves the rest; set outweighs cleared', () => {
  const before = { mayBook: false, holds: false, checkIn: { mode: 'ask', graceMinutes: 7 } } as const;

  const after = changedOverride(before, {
    set: { holds: true, checkIn: { mode: 'release' } },
    clear: ['mayBook', 'checkIn.mode', 'look.theme'],
  });

  expect(after).toEqual({ holds: true, checkIn: { mode: 'release', graceMinutes: 7 } });
});

test('the last part cleared leaves no empty group behind', () => {
  expect(changedOverride({ look: { theme: 'dark' } }, { set: {}, clear: ['look.theme'] })).toEqual({});
});

test('what changed is told setting by setting', () => {
  expect(
    settingChanges({ mayBook: true, look: { theme: 'dark' } }, { look: { theme: 'light' }, holds: false }),
  ).toEqual([
    { setting: 'mayBook', from: true, to: undefined },
    { setting: 'holds', from: undefined, to: false },
    { setting: 'look.theme', from: 'dark', to: 'light' },
  ]);
});

test('every setting of the policy can be decided by itself', () => {
  expect(policySettings).toEqual(
    expect.arrayContaining(['showTitles', 'openingHours', 'checkIn.strikes', 'look.clock']),
  );
  expect(policySettings).not.toContain('checkIn');
});

test.for([
  { override: {}, fault: null },
  { override: { openingHours: { from: 480, to: 1_080 }, bookingLengths: [15, 30] }, fault: null },
  { override: { openingHours: { from: 480, to: 480 } }, fault: '/openingHours' },
  { override: { bookingLengths: [30, 15] }, fault: '/bookingLengths' },
  { override: { bookingLengths: [30, 30] }, fault: '/bookingLengths' },
  { override: { look: { languages: ['en', 'tlh'] } }, fault: '/look/languages' },
])('$override is refused at $fault', ({ override, fault }) => {
  const found = overrideFault(override);
  if (fault === null) expect(found).toBeNull();
  else expect(found).toContain(fault);
});

test.for([
  { setting: 'longestBookingMinutes', value: 90, by: building },
  { setting: 'checkIn.graceMinutes', value: 7, by: floor },
  { setting: 'look.theme', value: 'light', by: null },
  { setting: 'faultRecipients', value: [], by: null },
])('$setting is $value, and one can say who decided that', ({ setting, value, by }) => {
  const decisions = decisionsByScope([
    longest(tenant, 60),
    longest(building, 90),
    { scope: floor, override: { checkIn: { graceMinutes: 7 } } },
  ]);

  expect(standingOf(decisions, scopesOf(lisbon), setting)).toEqual({ value, decidedBy: by });
});

test('one tablet decides its look and nothing that its room’s other door would not know of', () => {
  const device: PolicyScope = { kind: 'device', device: 'device-1' as DeviceId };

  expect(scopeFault(device, { look: { lowReach: true } })).toBeNull();
  expect(scopeFault(device, { checkIn: { mode: 'ask' } })).toContain('/checkIn/mode');
  expect(scopeFault(room, { checkIn: { mode: 'ask' } })).toBeNull();
});

test.for([
  { address: '', good: true, because: 'the usual place is meant' },
  { address: 'http://localhost:8080/v1/led/front_led', good: true, because: 'a service on the panel' },
  { address: 'https://light.example/door-7?x=1', good: true, because: 'a controller elsewhere' },
  { address: '127.0.0.1:5000/3A{r}{g}{b}', good: true, because: 'a port that Fully calls' },
  { address: 'http://anna:secret@light.example/', good: false, because: 'a password would be on every screen' },
  { address: 'javascript:alert(1)', good: false, because: 'it is no address' },
  { address: '127.0.0.1:5000/red', good: false, because: 'that is no hex' },
])('"$address" as the address of a light is good: $good, since $because', ({ address, good }) => {
  expect(overrideFault({ ledAddress: address }) === null).toBe(good);
});
