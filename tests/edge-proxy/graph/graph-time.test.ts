import { expect, test } from 'vitest';
import {
  readGraphTime,
  readStamp,
  toInstant,
  writeGraphTime,
  zoneNamed,
} from '../../../edge-proxy/graph/graph-time.ts';
import { at } from '../../support/builders.ts';

test.for([
  { dateTime: '2026-11-24T09:10:00.0000000', timeZone: 'UTC', is: '2026-11-24T09:10:00Z' },
  { dateTime: '2026-11-24T09:10:00', timeZone: 'utc', is: '2026-11-24T09:10:00Z' },
  { dateTime: '2026-11-24T09:10:30.5000000', timeZone: 'UTC', is: '2026-11-24T09:10:30.500Z' },
  { dateTime: '2026-11-24T09:10:00.0000000', timeZone: 'W. Europe Standard Time', is: '2026-11-24T08:10:00Z' },
  { dateTime: '2026-07-01T09:10:00.0000000', timeZone: 'Europe/Lisbon', is: '2026-07-01T08:10:00Z' },
  { dateTime: '2026-11-24T09:10:00Z', timeZone: 'Europe/Lisbon', is: '2026-11-24T09:10:00Z' },
  { dateTime: '2026-11-24T23:10:00-02:00', timeZone: '', is: '2026-11-25T01:10:00Z' },
])('$dateTime in $timeZone is $is', ({ is, ...time }) => {
  const read = readGraphTime(time);

  expect(read && toInstant(read)).toBe(at(is));
});

test.for([
  { dateTime: '2026-02-30T09:10:00', timeZone: 'UTC' },
  { dateTime: '2026-13-01T09:10:00', timeZone: 'UTC' },
  { dateTime: '2026-11-24T24:10:00', timeZone: 'UTC' },
  { dateTime: '2026-11-24', timeZone: 'UTC' },
  { dateTime: 'datetime-value', timeZone: 'UTC' },
  { dateTime: 1_700_000_000, timeZone: 'UTC' },
  { dateTime: '2026-11-24T09:10:00', timeZone: 'tzone://Microsoft/Custom' },
  { dateTime: '2026-11-24T09:10:00', timeZone: null },
  { timeZone: 'UTC' },
  'soon',
  null,
])('%j is no time', (input) => {
  expect(readGraphTime(input)).toBeNull();
});

test.for([
  { name: 'W. Europe Standard Time', zone: 'Europe/Berlin' },
  { name: 'GMT Standard Time', zone: 'Europe/London' },
  { name: 'Europe/Lisbon', zone: 'Europe/Lisbon' },
  { name: 'UTC', zone: 'UTC' },
  { name: 'tzone://Microsoft/Utc', zone: 'UTC' },
  { name: 'tzone://Microsoft/Custom', zone: null },
  { name: 'Customized Time Zone', zone: null },
  { name: '+02:00', zone: null },
  { name: '', zone: null },
])('the zone that Exchange calls $name is $zone', ({ name, zone }) => {
  expect(zoneNamed(name)).toBe(zone);
});

test('the year 1 is how Exchange writes never', () => {
  expect(readStamp('0001-01-01T00:00:00Z')).toBeNull();
  expect(readStamp('2026-11-24T09:10:00.7579581Z')).toBe(at('2026-11-24T09:10:00.757Z'));
});

test('what is written is UTC without an offset', () => {
  expect(writeGraphTime(at('09:10'))).toEqual({ dateTime: '2026-11-24T09:10:00.000', timeZone: 'UTC' });
});
