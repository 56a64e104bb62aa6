import { describe, expect, test } from 'vitest';
import { draftOf, draftPlaces, wishOf } from '../../../../kiosk/console/state/notice-draft.ts';
import { readLocal, writeLocal } from '../../../../kiosk/console/text/local-time.ts';
import type { RoomId } from '../../../../shared/basics/ids.ts';
import { addMinutes } from '../../../../shared/basics/instant.ts';
import type { PlacedNotice } from '../../../../shared/wire/notice-desk.ts';
import { at } from '../../../support/builders.ts';
import { aRoomChoice } from '../fixtures.ts';

const now = at('10:00');
const rooms = [aRoomChoice('Lisbon'), aRoomChoice('Porto')];
const inPorto = { kind: 'room', room: 'porto' as RoomId } as const;
const picture = { hash: 'ab'.repeat(32), alt: 'The way out', width: 60, height: 40 };
const hung: PlacedNotice = {
  id: 'n1',
  from: at('09:00:20'),
  until: at('15:00:40'),
  text: 'Fire drill',
  picture,
  places: [inPorto],
};

describe('a notice that hangs', () => {
  test('is written down and asked for again as it was, to the second', () => {
    const { id: _, picture: __, ...members } = hung;

    expect(wishOf(draftOf(hung, rooms), hung, rooms, now)).toEqual({
      ok: true,
      value: { ...members, picture: { hash: picture.hash, alt: 'The way out' } },
    });
  });

  test('keeps all its places, and one that Exchange has lost, until another is chosen', () => {
    const lost = { kind: 'room', room: 'gone' as RoomId } as const;
    for (const places of [[inPorto, { kind: 'building', building: 'Spreeufer' } as const], [lost]]) {
      const spread = { ...hung, places };
      const draft = draftOf(spread, rooms);

      expect(wishOf(draft, spread, rooms, now)).toMatchObject({ value: { places } });
      expect(wishOf({ ...draft, place: 'tenant' }, spread, rooms, now)).toMatchObject({
        value: { places: [{ kind: 'tenant' }] },
      });
    }
    expect(draftPlaces({ ...hung, places: [inPorto, lost] }, rooms)[0]?.name).toBe('Porto; a room that is gone');
  });

  test('loses its picture where that is taken out, and takes another with words of its own', () => {
    const draft = draftOf(hung, rooms);
    const other = 'cd'.repeat(32);

    expect(wishOf({ ...draft, hash: null }, hung, rooms, now)).toMatchObject({ value: { picture: null } });
    expect(wishOf({ ...draft, hash: other, alt: 'Stairs' }, hung, rooms, now)).toMatchObject({
      value: { picture: { hash: other, alt: 'Stairs' } },
    });
  });

  test('hangs at once where the moment it was to begin is emptied', () => {
    const later = { ...hung, from: at('12:00') };

    expect(wishOf({ ...draftOf(later, rooms), from: '' }, later, rooms, now)).toMatchObject({ value: { from: now } });
  });
});

const draft = { ...draftOf(null, rooms), text: 'Fire drill', until: writeLocal(at('15:00')) };

test('a new one hangs everywhere from now on, as long as nothing else is said', () => {
  expect(wishOf(draft, null, rooms, now)).toEqual({
    ok: true,
    value: { from: null, until: at('15:00'), text: 'Fire drill', picture: null, places: [{ kind: 'tenant' }] },
  });
});

test.for([
  { change: { text: '  ' }, says: /Write something/ },
  { change: { hash: picture.hash, alt: ' ' }, says: /what the picture shows/ },
  { change: { place: 'nowhere' }, says: /where/ },
  { change: { until: '' }, says: /until when/ },
  { change: { until: writeLocal(at('09:59')) }, says: /after now/ },
  { change: { from: writeLocal(at('15:00')) }, says: /after it begins/ },
])('$change is told what is wrong before anything is sent', ({ change, says }) => {
  expect(wishOf({ ...draft, ...change }, null, rooms, now)).toEqual({ ok: false, error: expect.stringMatching(says) });
});

test('what a field shows of a moment is read back as that minute, on either side of the year', () => {
  for (const moment of [now, at('2027-01-01T00:00:00Z'), at('2026-06-30T23:59:00Z')]) {
    expect(readLocal(writeLocal(moment))).toBe(moment);
    expect(readLocal(writeLocal(addMinutes(moment, 0.5)))).toBe(moment);
  }
});
