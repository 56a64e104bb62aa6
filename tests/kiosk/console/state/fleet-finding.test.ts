import { expect, test } from 'vitest';
import { finding, lede, nameOf, readDoors } from '../../../../kiosk/console/state/fleet-finding.ts';
import type { DeviceSummary } from '../../../../shared/wire/pairing.ts';
import { at } from '../../../support/builders.ts';
import { aDevice } from '../fixtures.ts';

const now = at('10:30');
const silent = { connected: false, lastSeenAt: at('10:16') } as const;
const read = (...devices: DeviceSummary[]) => readDoors(devices, now);

test.for([
  { devices: [], title: 'No door is paired yet' },
  { devices: [aDevice('Lisbon')], title: 'The one door is well' },
  { devices: [aDevice('Lisbon', silent)], title: 'The one door is silent' },
  { devices: [aDevice('Lisbon'), aDevice('Porto')], title: 'All 2 doors are well' },
  {
    devices: [aDevice('Lisbon'), aDevice('Porto'), aDevice('Oslo'), aDevice('Kyoto', silent)],
    title: '3 of 4 doors are well',
  },
])('the title of the page is its finding: $title', ({ devices, title }) => {
  expect(finding(read(...devices))).toBe(title);
});

test.for([
  { devices: [aDevice('Lisbon'), aDevice('Porto')], line: 'Every door is connected.' },
  { devices: [aDevice('Lisbon'), aDevice('Porto', silent)], line: 'Every door is connected, but this one.' },
  {
    devices: [aDevice('Lisbon'), aDevice('Porto', silent), aDevice('Oslo', silent)],
    line: 'Every door is connected, but these 2.',
  },
  { devices: [aDevice('Porto', silent), aDevice('Oslo', silent)], line: 'None of them is connected.' },
])('the line below never says more than the list: $line', ({ devices, line }) => {
  expect(lede(read(...devices))).toBe(line);
});

test.for([
  { device: aDevice('Lisbon'), health: 'well', news: 'Connected.', because: 'its stream is open' },
  {
    device: aDevice('Lisbon', silent),
    health: 'silent',
    news: 'Silent for 14 minutes. Look at its plug and its network.',
    because: 'its stream is closed',
  },
  {
    device: aDevice('Lisbon', { connected: false, lastSeenAt: null, pairedAt: at('10:29:30') }),
    health: 'starting',
    news: 'Paired just now, and starting.',
    because: 'tablets need a few seconds',
  },
  {
    device: aDevice('Lisbon', { connected: false, lastSeenAt: null, pairedAt: at('10:29') }),
    health: 'silent',
    news: 'It has not come since it was paired. Look whether it is on.',
    because: 'a minute is long enough',
  },
])('a door is $health, because $because', ({ device, health, news }) => {
  expect(read(device)[0]).toMatchObject({ health, news });
});

test('doors that need somebody come first, the longest silent leading, the rest by name', () => {
  const doors = read(
    aDevice('Room 10'),
    aDevice('Room 9'),
    aDevice('Porto', silent),
    aDevice('Kyoto', { connected: false, lastSeenAt: at('09:00') }),
  );

  expect(doors.map(({ device }) => nameOf(device))).toEqual(['Kyoto', 'Porto', 'Room 9', 'Room 10']);
});
