import { expect, test } from 'vitest';
import { readZone, windowsName } from '../../../../edge-proxy/sandbox/exchange/zones.ts';
import { parseZone } from '../../../../shared/basics/zone.ts';

test.for([
  { name: 'W. Europe Standard Time', zone: 'Europe/Berlin' },
  { name: 'GMT Standard Time', zone: 'Europe/London' },
  { name: 'Europe/Lisbon', zone: 'Europe/Lisbon' },
  { name: 'tzone://Microsoft/Utc', zone: 'UTC' },
  { name: '+01:00', zone: null },
  { name: 'EST', zone: null },
  { name: 'Mars/Olympus', zone: null },
  { name: '', zone: null },
])('"$name" is $zone to Outlook', ({ name, zone }) => {
  expect(readZone(name)).toBe(zone);
});

test('a zone has its Windows name back', () => {
  const berlin = parseZone('Europe/Berlin');

  expect(berlin === null ? null : windowsName(berlin)).toBe('W. Europe Standard Time');
});
