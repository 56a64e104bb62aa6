import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createLocalFanOut } from '../../../edge-proxy/fan-out/local.ts';
import { openSqliteStore } from '../../../edge-proxy/store/sqlite-store.ts';
import { createPolicies } from '../../../edge-proxy/sync/policies.ts';
import { createPublishRoomDay } from '../../../edge-proxy/sync/publish-room-day.ts';
import { displayWindow } from '../../../shared/room/room-day.ts';
import { aMeeting, aPolicy, aRoom, at, shown } from '../../support/builders.ts';
import { createFixedChance } from '../../support/fixed-chance.ts';
import { inCalendar } from '../../support/memory-calendar.ts';
import { createMemoryLog } from '../../support/memory-log.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';

const room = aRoom({ capacity: null, floor: null, features: ['Surface Hub'] });
const meetings = [
  inCalendar(aMeeting('11:00', '11:30', { title: shown('Größe 👩‍👩‍👧') })),
  inCalendar(aMeeting('12:00', '13:00', { tentative: true })),
];

/** One life of the publishing part on the real store. */
async function live<T>(dataDir: string, clockTime: string, live: (life: Life) => Promise<T>): Promise<T> {
  const store = openSqliteStore({ dataDir, chance: createFixedChance() });
  const messages: string[] = [];
  const fanOut = createLocalFanOut(() => undefined);
  fanOut.subscribe(({ kind }) => void messages.push(kind));
  const clock = createVirtualClock(at(clockTime));
  const policies = await createPolicies(store);
  const publish = await createPublishRoomDay({ store, fanOut, policies, clock, log: createMemoryLog() });
  try {
    return await live({ publish, messages });
  } finally {
    publish.close();
    await store.close();
  }
}
type Life = { readonly publish: Awaited<ReturnType<typeof createPublishRoomDay>>; readonly messages: string[] };

test('over restarts on one disk an unchanged calendar keeps its revision, and a changed one goes on from it', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'doorlight-restart-'));
  const reading = (clock: string, occurrences = meetings) => ({
    occurrences,
    readAt: at(clock),
    window: displayWindow(at(clock), room.timeZone, aPolicy()),
  });
  try {
    const first = await live(dataDir, '10:00', async ({ publish }) => {
      await publish.introduce(room);
      return await publish.publishReading(room, reading('10:00'));
    });
    const second = await live(dataDir, '10:05', async ({ publish, messages }) => {
      expect(publish.current(room.id)).toEqual(first);
      await publish.introduce(room);
      const day = await publish.publishReading(room, reading('10:05'));
      expect(messages).toEqual(['read-again']);
      return day;
    });
    const third = await live(dataDir, '10:10', ({ publish }) =>
      publish.publishReading(room, reading('10:10', meetings.slice(0, 1))),
    );

    expect(second).toEqual({ ...first, readAt: at('10:05') });
    expect(third).toMatchObject({ revision: first.revision + 1, generation: first.generation });
  } finally {
    rmSync(dataDir, { recursive: true });
  }
});
