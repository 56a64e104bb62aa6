import { expect, test } from 'vitest';
import { createNotices } from '../../../edge-proxy/devices/notices.ts';
import type { RoomId } from '../../../shared/basics/ids.ts';
import type { NoticeWish, PlacedNotice } from '../../../shared/wire/notice-desk.ts';
import { aRoom, at } from '../../support/builders.ts';
import { createFixedChance } from '../../support/fixed-chance.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';

const porto = aRoom({ id: 'room-porto' as RoomId, address: 'porto@northwind.example', displayName: 'Porto' });

/** A desk whose catalogue has lost one of its rooms: a notice hangs there all the same. */
async function aDesk() {
  const [lisbon, rows] = [aRoom(), new Map<string, PlacedNotice>()];
  const rooms = [lisbon, porto];
  const notices = await createNotices({
    store: {
      listNotices: async () => [],
      saveNotice: async (notice: PlacedNotice) => void rows.set(notice.id, notice),
      dropNotices: async () => undefined,
      saveNoticePicture: async () => undefined,
      findNoticePicture: async () => null,
      dropNoticePictures: async () => undefined,
    },
    chance: createFixedChance(),
    clock: createVirtualClock(at('10:00')),
    fanOut: { publish: () => undefined },
    listRooms: () => rooms,
    findRoom: (asked) => rooms.find(({ id, address }) => id === asked || address === asked) ?? null,
    hashBytes: () => '',
  });
  return { lisbon, notices, rows, lose: () => rooms.shift() };
}

const wish = (change: Partial<NoticeWish>): NoticeWish => ({
  from: null,
  until: at('15:00'),
  text: 'The projecter is being replaced.',
  picture: null,
  places: [{ kind: 'tenant' }],
  ...change,
});

test('a slip of the pen is mended in a notice whose room Exchange has lost since, and it hangs where it hung', async () => {
  const { lisbon, notices, rows, lose } = await aDesk();
  const places = [{ kind: 'room', room: lisbon.id }] as const;
  const made = await notices.make(wish({ places }));
  lose();

  const mended = await notices.change(made.ok ? made.value.id : '', wish({ places, text: 'The projector is.' }));

  expect(mended).toMatchObject({ ok: true, value: { text: 'The projector is.', places } });
  expect([...rows.values()]).toMatchObject([{ text: 'The projector is.' }]);
});

test('a new notice for a room that Exchange has lost is told so, and not that its asker was not understood', async () => {
  const { lisbon, notices, lose } = await aDesk();
  lose();

  const made = await notices.make(wish({ places: [{ kind: 'room', room: lisbon.id }] }));

  expect(made).toEqual({ ok: false, error: 'room-not-known' });
});
