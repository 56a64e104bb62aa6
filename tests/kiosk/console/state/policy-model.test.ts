import { expect, test } from 'vitest';
import { readDraft } from '../../../../kiosk/console/state/kept-policy.ts';
import type { Json } from '../../../../shared/basics/codec.ts';
import type { DeviceId } from '../../../../shared/basics/ids.ts';
import { scopeKey } from '../../../../shared/rules/policy-levels.ts';
import { aDevice } from '../fixtures.ts';
import { aPolicySite, cais, faro, floor1, lisbon, porto, roomOf, tenant } from '../policy-fixtures.ts';

test('each setting says what holds, who decided it, and level by level who else has a say', async () => {
  const { edit, rowOf } = aPolicySite({
    decided: [
      [tenant, { longestBookingMinutes: 60 }],
      [cais, { longestBookingMinutes: 90, checkIn: { mode: 'ask' } }],
      [roomOf(lisbon), { longestBookingMinutes: 30 }],
    ],
  });
  await edit(roomOf(lisbon));

  expect(rowOf('longestBookingMinutes')).toMatchObject({
    value: 30,
    from: roomOf(lisbon),
    levels: ['overruled', 'overruled', 'silent', 'decides'],
    isOwn: true,
    above: 90,
  });
  expect(rowOf('checkIn.mode')).toMatchObject({ value: 'ask', from: cais, isOwn: false });
  expect(rowOf('holds')).toMatchObject({ value: true, from: 'doorlight' });
});

test('what is drafted shows at once, is saved as a change and not as a whole, and is gone from the draft', async () => {
  const { policy, asked, edit, rowOf } = aPolicySite({ decided: [[floor1, { holds: false }]] });
  await edit(floor1);
  policy.type('longestBookingMinutes', '120');
  policy.decide('look.theme', 'dark');
  expect(rowOf('longestBookingMinutes')).toMatchObject({ value: 120, isDrafted: true, from: floor1 });
  expect(asked.filter(({ method }) => method === 'PATCH')).toEqual([]);

  await policy.save();

  expect(asked.at(-1)?.body).toMatchObject({
    scopes: [floor1],
    set: { longestBookingMinutes: 120, look: { theme: 'dark' } },
    clear: [],
  });
  expect([policy.isDirty.value, policy.saved.value]).toEqual([false, 2]);
  expect(rowOf('longestBookingMinutes')).toMatchObject({ value: 120, isDrafted: false });
});

test('undo gives a setting back to the level above', async () => {
  const { policy, asked, edit, rowOf } = aPolicySite({ decided: [[roomOf(lisbon), { mayBook: false }]] });
  await edit(roomOf(lisbon));

  policy.clear('mayBook');

  expect(rowOf('mayBook')).toMatchObject({ value: true, from: 'doorlight', isOwn: false });
  await policy.save();
  expect(asked.at(-1)?.body).toMatchObject({ set: {}, clear: ['mayBook'] });
});

test('what is put back to what holds is no change any more', async () => {
  const { policy, edit } = aPolicySite();
  await edit(roomOf(lisbon));
  policy.decide('mayBook', false);
  policy.decide('mayBook', true);

  expect(policy.isDirty.value).toBe(false);
});

test('of many places it says where they agree, and one decision holds for all of them', async () => {
  const { policy, decisions, edit, rowOf } = aPolicySite({
    decided: [
      [roomOf(lisbon), { longestBookingMinutes: 30 }],
      [cais, { holds: false }],
    ],
  });
  await edit(roomOf(lisbon), roomOf(porto));
  expect(rowOf('longestBookingMinutes')).toMatchObject({ value: undefined, from: 'several', levels: [] });
  expect(rowOf('holds')).toMatchObject({ value: false, from: cais });

  policy.type('longestBookingMinutes', '45');
  await policy.save();

  for (const room of [lisbon, porto]) {
    expect(decisions.get(scopeKey(roomOf(room)))?.override).toMatchObject({ longestBookingMinutes: 45 });
  }
});

test('a tablet among the places leaves only what a tablet decides', async () => {
  const device = { kind: 'device', device: 'device-lisbon' as DeviceId } as const;
  const { policy, edit } = aPolicySite({ devices: [aDevice('Lisbon')] });
  await edit(roomOf(lisbon), device);

  expect(policy.groups.value.map(({ title }) => title)).toEqual(['Look and language']);
});

test.for([
  { setting: 'longestBookingMinutes', typed: '9999', says: 'a whole number from 5 to 1440' },
  { setting: 'longestBookingMinutes', typed: '', says: 'a whole number' },
  { setting: 'longestBookingMinutes', typed: 'two hours', says: 'a whole number' },
  { setting: 'bookingLengths', typed: '15, 30, 45, 60, 90, 120', says: 'a list of at most 5' },
  { setting: 'bookingLengths', typed: '15, half', says: 'a whole number' },
  { setting: 'openingHours', typed: '18:00 to 08:00', says: 'open before it closes' },
  { setting: 'faultRecipients', typed: 'the desk', says: 'a mail address' },
])(
  '"$typed" for $setting stays in the field with what is wrong, and is not saved',
  async ({ setting, typed, says }) => {
    const { policy, edit, rowOf } = aPolicySite();
    await edit(tenant);

    policy.type(setting, typed);

    expect(rowOf(setting)).toMatchObject({ typed, fault: expect.stringContaining(says) });
    expect([policy.hasFault.value, policy.draft.value.size]).toEqual([true, 0]);
    policy.clear(setting);
    expect([rowOf(setting).fault, policy.isDirty.value]).toEqual([null, false]);
  },
);

test.for([
  { setting: 'bookingLengths', typed: '60 15,30;15', value: [15, 30, 60] },
  { setting: 'openingHours', typed: '07:30 to 00:00', value: { from: 450, to: 1_440 } },
  { setting: 'faultRecipients', typed: 'Desk@x.example, it@x.example', value: ['desk@x.example', 'it@x.example'] },
  { setting: 'undoMinutes', typed: '0', value: 0 },
])('"$typed" for $setting is understood', async ({ setting, typed, value }) => {
  const { policy, edit, rowOf } = aPolicySite();
  await edit(tenant);

  policy.type(setting, typed);

  expect(rowOf(setting)).toMatchObject({ value, fault: null });
});

test('turning titles on asks first, and only where they are not shown already', async () => {
  const { policy, edit, rowOf } = aPolicySite({ decided: [[roomOf(faro), { showTitles: true }]] });
  await edit(cais);
  policy.decide('showTitles', true);
  expect([policy.titlesAsked.value, policy.isDirty.value]).toEqual([true, false]);

  policy.answerTitles(false);
  expect(policy.isDirty.value).toBe(false);
  policy.decide('showTitles', true);
  policy.answerTitles(true);
  expect(rowOf('showTitles')).toMatchObject({ value: true, isDrafted: true });
});

test('whoever was slower is told what was decided meanwhile, keeps the draft, and saves it upon that', async () => {
  const { policy, decide, decisions, edit } = aPolicySite({ decided: [[cais, { holds: false }]] });
  await edit(cais);
  policy.type('longestBookingMinutes', '120');
  decide(cais, { holds: false, mayBook: false });

  await policy.save();

  expect(policy.failure.value).toMatchObject({ problem: { status: 409 } });
  expect(policy.meanwhile.value).toEqual([
    { scope: cais, settings: [{ setting: 'mayBook', from: undefined, to: false }] },
  ]);
  expect(policy.draft.value.size).toBe(1);
  await policy.save();
  expect(policy.failure.value).toBeNull();
  expect(decisions.get(scopeKey(cais))?.override).toEqual({
    holds: false,
    mayBook: false,
    longestBookingMinutes: 120,
  });
});

test('going to another place lets the draft go, staying keeps it', async () => {
  const { policy, edit } = aPolicySite();
  await edit(cais);
  policy.decide('holds', false);
  policy.edit([scopeKey(cais)]);
  expect(policy.isDirty.value).toBe(true);

  policy.edit([scopeKey(floor1)]);
  expect(policy.isDirty.value).toBe(false);
});

test('a file is taken whole after it was looked at, upon what others have decided meanwhile', async () => {
  const { policy, asked, decide, decisions, edit } = aPolicySite();
  await edit();
  policy.readFile(JSON.stringify({ doorlight: 'policies', decisions: [{ scope: cais, override: { holds: false } }] }));
  decide(floor1, { mayBook: false });
  await policy.importFile();
  expect(policy.failure.value).toMatchObject({ problem: { status: 409 } });
  expect(policy.imported.value).toMatchObject({ value: { changes: [{ scope: floor1 }, { scope: cais }] } });

  await policy.importFile();

  expect(asked.at(-1)?.path).toContain('unknown=skip');
  expect([...decisions.values()]).toEqual([{ scope: cais, override: { holds: false } }]);
  expect([policy.imported.value, policy.saved.value]).toEqual([null, 3]);
});

test.for([
  { text: 'no file of ours', says: 'not JSON' },
  { text: '{"doorlight":"policies","decisions":[{"scope":{"kind":"tenant"},"override":{"holds":1}}]}', says: 'holds' },
  { text: '{"decisions":[]}', says: 'no file of settings' },
  { text: '[]', says: 'no file of settings' },
  { text: '{"doorlight":"boards","decisions":[]}', says: 'no file of settings' },
])('$text is refused in words: $says', async ({ text, says }) => {
  const { policy, edit } = aPolicySite();
  await edit();

  policy.readFile(text);

  expect(policy.imported.value).toMatchObject({ kind: 'fault', words: expect.stringContaining(says) });
});

test('what was drafted before the sign-in ended is drafted again for the same places, upon what holds by then', async () => {
  const decided = [[cais, { mayBook: false }]] as const;
  const before = aPolicySite({ decided });
  await before.edit(cais);
  before.policy.decide('holds', false);
  before.policy.clear('mayBook');
  before.policy.type('longestBookingMinutes', 'an hour');
  const kept = before.policy.kept();

  const { policy, edit } = aPolicySite({ decided });
  policy.restore(kept);
  await edit(cais);

  expect([...policy.draft.value]).toEqual([
    ['mayBook', { kind: 'clear' }],
    ['holds', { kind: 'set', value: false }],
  ]);
  expect(policy.hasFault.value).toBe(true);
  await edit(floor1);
  await edit(cais);
  expect(policy.isDirty.value).toBe(false);
});

test('a draft of what no setting may be is none', () => {
  const draft = (set: unknown) => ({ keys: ['tenant'], marked: [], set, clear: [], typed: [] }) as Json;

  expect(
    readDraft(
      draft([
        { setting: 'holds', value: '"maybe"' },
        { setting: 'mayBook', value: '{' },
      ]),
    )?.draft.size,
  ).toBe(0);
  expect(readDraft(draft([{ setting: 'no-such', value: '1' }]))).toBeNull();
  expect(readDraft(null)).toBeNull();
});
