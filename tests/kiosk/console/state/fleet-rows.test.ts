import { expect, test } from 'vitest';
import { countBands, type FleetWish, fleetRows } from '../../../../kiosk/console/state/fleet-rows.ts';
import { finding, lede, sayProgress, sayShown, sayTrouble } from '../../../../kiosk/console/state/fleet-words.ts';
import type { CommandId, DeviceId } from '../../../../shared/basics/ids.ts';
import type { CommandReport } from '../../../../shared/wire/device-commands.ts';
import { at } from '../../../support/builders.ts';
import { aFleetDevice, someVitals } from '../fixtures.ts';

const wish: FleetWish = { search: '', band: null, sorting: 'name', byFloor: false };
const lisbon = aFleetDevice('Lisbon', { building: 'Hafen', floor: '2' }, { name: 'LIS-01' });
const porto = aFleetDevice('Pôrto 10', { building: 'Hafen', floor: '10' }, { band: 'red', connectedSince: null });
const faro = aFleetDevice('Faro', { building: 'Kai', floor: '1' }, { band: 'amber' });
const all = [porto, lisbon, faro];
const namesOf = (change: Partial<FleetWish>) =>
  fleetRows(all, { ...wish, ...change }).map((row) =>
    row.kind === 'floor' ? `# ${row.name}` : row.device.room?.displayName,
  );

test.for([
  { change: {}, rows: ['Faro', 'Lisbon', 'Pôrto 10'], because: 'names are in order' },
  { change: { sorting: 'need' }, rows: ['Pôrto 10', 'Faro', 'Lisbon'], because: 'who needs somebody leads' },
  { change: { search: 'por 10' }, rows: ['Pôrto 10'], because: 'nobody types accents' },
  { change: { search: 'lis-01' }, rows: ['Lisbon'], because: 'tablets have names too' },
  { change: { search: 'hafen' }, rows: ['Lisbon', 'Pôrto 10'], because: 'a building is a way to look' },
  { change: { search: 'free' }, rows: ['Faro', 'Lisbon', 'Pôrto 10'], because: 'so is what it shows' },
  { change: { search: 'atlantis' }, rows: [], because: 'there is none' },
  { change: { band: 'amber' }, rows: ['Faro'], because: 'the others are not amber' },
  {
    change: { byFloor: true },
    rows: ['# Hafen 2', 'Lisbon', '# Hafen 10', 'Pôrto 10', '# Kai 1', 'Faro'],
    because: 'floor 10 is above floor 2',
  },
] as const)('$change gives $rows, because $because', ({ change, rows }) => {
  expect(namesOf(change)).toEqual(rows);
});

test('sorted by battery the weakest leads, and what tells nothing of it comes last', () => {
  const weak = aFleetDevice('Weak', {}, { vitals: { ...someVitals, batteryPercent: 6 } });
  const full = aFleetDevice('Full', {}, { vitals: { ...someVitals, batteryPercent: 100 } });
  const rows = fleetRows([lisbon, full, weak], { ...wish, sorting: 'battery' });

  expect(rows.map(({ key }) => key)).toEqual([weak.id, full.id, lisbon.id]);
});

test('the bands are counted, and the title is what they come to', () => {
  expect(countBands(all)).toEqual({ green: 1, amber: 1, red: 1 });
  expect(finding(all)).toBe('1 of 3 doors are well');
  expect([finding([]), finding([lisbon]), finding([porto]), finding([lisbon, lisbon])]).toEqual([
    'No door is paired yet',
    'The one door is well',
    'The one door is not well',
    'All 2 doors are well',
  ]);
});

test('older versions and batteries are worth knowing', () => {
  const old = { ...lisbon, release: 'old' };
  const unplugged = aFleetDevice('Kyoto', {}, { vitals: { ...someVitals, charging: false }, release: 'new' });

  expect(lede([old, unplugged], 'new', 'doors.example')).toBe(
    'Worth knowing: 1 tablet runs an older version, 1 runs on battery.',
  );
  expect(lede([unplugged, { ...unplugged, vitals: null }], null, 'doors.example')).toBe(
    'Worth knowing: 1 runs on battery.',
  );
  expect(lede([lisbon], lisbon.release, 'doors.example')).toBe('As they stand this moment.');
  expect(lede([], null, 'doors.example')).toContain('Open doors.example on a tablet');
});

const away = { connectedSince: null, awaySince: at('09:46'), band: 'red' } as const;

test.for([
  { change: {}, says: null, because: 'it is well' },
  {
    change: { ...away },
    says: 'Silent for 14 minutes. Look at its plug and its network.',
    because: 'nothing else is known',
  },
  {
    change: { ...away, band: 'amber', awaySince: at('09:59') },
    says: 'Silent for 1 minute. Most come back by themselves.',
    because: 'a reload takes as long',
  },
  {
    change: { ...away, vitals: { ...someVitals, batteryPercent: 6, charging: false } },
    says: 'Silent for 14 minutes. Its battery was at 6 % and not charging: look at the plug.',
    because: 'that is why',
  },
  {
    change: { ...away, vitals: { ...someVitals, wifiDbm: -85 } },
    says: 'Silent for 14 minutes. Its Wi-Fi was weak, at -85 dBm.',
    because: 'that is why',
  },
  {
    change: { ...away, brokenLinks: [1, 2, 3].map((n) => ({ at: at(`09:0${n}`), end: 'broken', lastedSeconds: 9 })) },
    says: 'Silent for 14 minutes. Its connection broke 3 times before: look at the Wi-Fi there.',
    because: 'it has a history',
  },
  {
    change: { connectedSince: null, awaySince: null, lastSeenAt: null, band: 'red' },
    says: 'It has not come since it was paired. Look whether it is on.',
    because: 'nobody has seen it',
  },
  { change: { band: 'amber' }, says: 'Connected, but it is not sure of what it shows.', because: 'it says so' },
] as const)('of a tablet is said "$says", because $because', ({ change, says }) => {
  expect(sayTrouble(aFleetDevice('Lisbon', {}, change as Parameters<typeof aFleetDevice>[2]), at('10:00'))).toBe(says);
});

test('how far an order has come is said by how many', () => {
  const report = (id: string, state: CommandReport['state']): CommandReport => ({
    id: id as CommandId,
    batch: 'batch',
    device: 'device' as DeviceId,
    order: { kind: 'identify' },
    state,
    sentAt: at('10:00'),
    sentBy: 'ada',
    changedAt: at('10:00'),
    expiresAt: at('10:01'),
    failure: null,
  });
  const states = ['sent', 'done', 'done', 'timed-out', 'received'] as const;

  expect(sayProgress(states.map((state, n) => report(String(n), state)))).toBe(
    '2 done, 1 received, 1 sent, 1 timed out',
  );
});

test('what a screen shows is said with since when, and never as a promise of how long', () => {
  const shown = { state: 'available', since: at('09:50'), revision: 4, readAt: at('09:59') } as const;
  const since = at('09:00');

  expect(sayShown(aFleetDevice('Lisbon', {}, { shown, connectedSince: since }), at('10:00'))).toBe(
    'Free, shown for 10 minutes',
  );
  expect(sayShown(aFleetDevice('Lisbon', {}, { shown, connectedSince: null }), at('10:00'))).toBe('Last showed Free');
  const board = aFleetDevice('Lisbon', {}, { shown: { ...shown, state: 'board' }, connectedSince: since });
  expect(sayShown(board, at('10:00'))).toBe('A board, shown for 10 minutes');
});
