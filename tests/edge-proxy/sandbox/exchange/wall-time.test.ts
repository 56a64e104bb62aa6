import { expect, test } from 'vitest';
import { momentOf, parseWall, printWall, wallReading } from '../../../../edge-proxy/sandbox/exchange/wall-time.ts';
import { readZone } from '../../../../edge-proxy/sandbox/exchange/zones.ts';

test.for([
  { text: '2026-11-24T09:30:00.0000000', read: '2026-11-24T09:30:00.0000000' },
  { text: '2026-11-24T09:30', read: '2026-11-24T09:30:00.0000000' },
  { text: '2026-11-24T09:30:15.25Z', read: '2026-11-24T09:30:15.2500000' },
  { text: '2026-02-29T09:30:00', read: null },
  { text: '2026-11-24T24:00:00', read: null },
  { text: '2026-11-24', read: null },
  { text: 'now', read: null },
])('"$text" is read as $read', ({ text, read }) => {
  const wall = parseWall(text);

  expect(wall === null ? null : printWall(wall)).toBe(read);
});

test.for([
  {
    zone: 'W. Europe Standard Time',
    wall: '2026-07-01T09:00:00',
    moment: '2026-07-01T07:00:00.000Z',
    because: 'it is summer',
  },
  {
    zone: 'W. Europe Standard Time',
    wall: '2026-10-25T02:30:00',
    moment: '2026-10-25T00:30:00.000Z',
    because: 'of two, the first is meant',
  },
  {
    zone: 'W. Europe Standard Time',
    wall: '2026-03-29T02:30:00',
    moment: '2026-03-29T01:00:00.000Z',
    because: 'the hour is skipped',
  },
  {
    zone: 'India Standard Time',
    wall: '2026-11-24T00:15:20',
    moment: '2026-11-23T18:45:20.000Z',
    because: 'seconds are kept',
  },
])('$wall in $zone is $moment, because $because', ({ zone: name, wall: text, moment }) => {
  const [zone, wall] = [readZone(name), parseWall(text)];
  if (zone === null || wall === null) throw new Error('no such time');

  expect(new Date(momentOf(wall, zone)).toISOString()).toBe(moment);
  expect(momentOf(wallReading(Date.parse(moment), zone), zone)).toBe(Date.parse(moment));
});
