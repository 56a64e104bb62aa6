/** What every store must do with boards, closings, notices and their pictures. A part of the store's contract, run with it. */

import { expect, test } from 'vitest';
import type { BoardId } from '../../../shared/basics/ids.ts';
import { aBoard, aClosure, at } from '../../support/builders.ts';
import { lisbon, type OpenStore } from './fixtures.ts';

export function boardsAndNoticesContract(open: OpenStore): void {
  test('boards are kept whole, the last word of each, by name', async () => {
    const { store, reopen } = await open();
    const arrows = [{ room: lisbon, way: 'ahead-left' as const }];
    await store.saveBoard(aBoard({ id: 'board-2' as BoardId, name: 'Third floor', floor: '3', here: '3', arrows }));
    await store.saveBoard(aBoard({ name: 'Lobby' }));
    await store.saveBoard(aBoard({ name: 'Reception', showTitles: true }));

    expect(await (await reopen()).listBoards()).toEqual([
      aBoard({ name: 'Reception', showTitles: true }),
      aBoard({ id: 'board-2' as BoardId, name: 'Third floor', floor: '3', here: '3', arrows }),
    ]);
  });

  test('closings and notices are kept whole, the last word of each, until they are long over', async () => {
    const { store, reopen } = await open();
    const closing = { ...aClosure('09:00', '12:00'), room: lisbon };
    const notice = { id: 'n1', from: at('09:00'), until: at('12:00'), text: 'Drill', picture: null };
    const hung = { ...notice, places: [{ kind: 'floor' as const, building: null, floor: '3' }] };
    await store.saveClosure(closing);
    await store.saveClosure({ ...closing, reason: 'New carpet' });
    await store.saveClosure({ ...closing, id: 'open', until: null });
    await store.saveNotice(hung);
    await store.saveNotice({ ...hung, id: 'n2', until: at('13:00') });
    await store.saveNotice({ ...hung, text: 'No drill' });
    const second = await reopen();
    const byId = <T extends { id: string }>(all: T[]) => all.sort((a, b) => (a.id < b.id ? -1 : 1));

    expect(byId(await second.listClosures())).toEqual([
      { ...closing, reason: 'New carpet' },
      { ...closing, id: 'open', until: null },
    ]);
    expect(byId(await second.listNotices()).map(({ id, text }) => [id, text])).toEqual([
      ['n1', 'No drill'],
      ['n2', 'Drill'],
    ]);

    await second.dropClosures(at('12:30'));
    await second.dropNotices(at('12:30'));
    expect((await second.listClosures()).map(({ id }) => id)).toEqual(['open']);
    expect((await second.listNotices()).map(({ id }) => id)).toEqual(['n2']);
  });

  test('a picture is kept once to the byte, and goes when it is old and in no notice', async () => {
    const { store, reopen } = await open();
    const size = { mediaType: 'image/png' as const, width: 2, height: 3 };
    const picture = (hash: string) => ({ hash, ...size, bytes: new Uint8Array([0, 255, 10, 13]) });
    await store.saveNoticePicture(picture('a'), at('09:00'));
    await store.saveNoticePicture(picture('a'), at('11:00'));
    await store.saveNoticePicture(picture('b'), at('09:00'));
    await store.saveNoticePicture(picture('c'), at('09:00'));
    const second = await reopen();
    expect(await second.findNoticePicture('a')).toEqual(picture('a'));
    expect(await second.findNoticePicture('z')).toBeNull();

    await second.dropNoticePictures(['c'], at('10:00'));

    const left = await Promise.all(['a', 'b', 'c'].map((hash) => second.findNoticePicture(hash)));
    expect(left.map((one) => one?.hash)).toEqual(['a', undefined, 'c']);
  });

  test('the drawing of a floor is kept while it is used, or was sent of late', async () => {
    const { store, reopen } = await open();
    const drawing = {
      mediaType: 'image/svg+xml',
      width: 1_000,
      height: 500,
      bytes: new Uint8Array([60, 62]),
    } as const;
    await store.savePlanPicture({ ...drawing, hash: 'used' }, at('09:00'));
    await store.savePlanPicture({ ...drawing, hash: 'old' }, at('09:00'));
    await store.savePlanPicture({ ...drawing, hash: 'late' }, at('09:00'));
    await store.savePlanPicture({ ...drawing, hash: 'late' }, at('11:00'));
    await store.dropPlanPictures(['used'], at('10:00'));

    const again = await reopen();
    expect(await again.findPlanPicture('used')).toEqual({ ...drawing, hash: 'used' });
    expect(await again.findPlanPicture('old')).toBeNull();
    expect(await again.findPlanPicture('late')).not.toBeNull();
  });
}
