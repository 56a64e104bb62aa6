import { expect, test } from 'vitest';
import { readOverride } from '../../../edge-proxy/store/read-override.ts';

test('what can be read is taken as it stands, and nothing is made up beside it', () => {
  expect(readOverride('{"showTitles":true,"horizonDays":3}')).toEqual({
    override: { showTitles: true, horizonDays: 3 },
    unread: [],
  });
});

const hidden = { showTitles: false, showOrganizers: false };
test.for([
  { stored: 'no json', override: hidden, unread: ['*'], because: 'it is no JSON' },
  { stored: '', override: hidden, unread: ['*'], because: 'there is nothing' },
  { stored: '[1,2]', override: hidden, unread: ['*'], because: 'it is a list' },
  { stored: 'null', override: hidden, unread: ['*'], because: 'it is nothing' },
  {
    stored: '{"showTitles":"yes","horizonDays":3}',
    override: { ...hidden, horizonDays: 3 },
    unread: ['showTitles'],
    because: 'what says whether titles show is no yes or no, and the rest is as good as ever',
  },
  {
    stored: '{"horizonDays":"three"}',
    override: hidden,
    unread: ['horizonDays'],
    because: 'whoever damaged one setting may have lost another',
  },
  {
    stored: '{"showTitles":true,"bookingMode":"by-telepathy"}',
    override: { showTitles: true, showOrganizers: false },
    unread: ['bookingMode'],
    because: 'a newer release knew another way of booking, and what it says of titles is plain',
  },
  {
    stored: '{"checkIn":{"mode":"ask","graceMinutes":-4},"led":7}',
    override: hidden,
    unread: ['checkIn', 'led'],
    because: 'two are wrong within',
  },
])('of $stored no more is believed than can be read, because $because', ({ stored, override, unread }) => {
  expect(readOverride(stored)).toEqual({ override, unread });
});
