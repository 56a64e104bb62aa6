import { expect, test } from 'vitest';
import { allowedDetails, walkUpTitle } from '../../../edge-proxy/booking/walk-up-title.ts';

test.for<{ typed: { title?: string; name?: string }; called: string }>([
  { typed: {}, called: 'Booked at the door' },
  { typed: { title: '   ' }, called: 'Booked at the door' },
  { typed: { name: 'Anna' }, called: 'Booked at the door (Anna)' },
  { typed: { title: 'Stand-up', name: 'Anna' }, called: 'Stand-up (Anna)' },
  { typed: { title: 'two\r\nlines\u0000' }, called: 'two lines' },
  { typed: { title: '\u202Edrawkcab\u2066' }, called: 'drawkcab' },
  { typed: { title: '\uD800lone' }, called: 'lone' },
  { typed: { title: 'Family 👨‍👩‍👧' }, called: 'Family 👨‍👩‍👧' },
  { typed: { title: 'x'.repeat(250) }, called: 'x'.repeat(100) },
])('$typed is called "$called"', ({ typed, called }) => {
  expect(walkUpTitle(typed)).toBe(called);
});

test.for([
  { mayAddDetails: true, mayMeetOnline: true, title: 'Stand-up (Anna)', online: true },
  { mayAddDetails: false, mayMeetOnline: true, title: 'Booked at the door', online: true },
  { mayAddDetails: true, mayMeetOnline: false, title: 'Stand-up (Anna)', online: false },
])('details $mayAddDetails, online $mayMeetOnline: it is "$title", online $online', ({ title, online, ...policy }) => {
  expect(allowedDetails({ title: 'Stand-up', name: 'Anna', online: true }, policy)).toEqual({ title, online });
});

test('nobody meets online who did not ask for it', () => {
  expect(allowedDetails({}, { mayAddDetails: true, mayMeetOnline: true }).online).toBe(false);
});
