import { expect, test } from 'vitest';
import { createAuditModel, startOfLocalDay } from '../../../../kiosk/console/state/audit-model.ts';
import { ok, type Result } from '../../../../shared/basics/result.ts';
import type { AuditLine, AuditPage } from '../../../../shared/wire/audit.ts';
import { at } from '../../../support/builders.ts';
import { aRoomChoice, createHandTimers, settled, yes } from '../fixtures.ts';

const line = (id: number): AuditLine => ({
  id,
  at: at('10:00'),
  actor: 'ada',
  action: 'device.revoked',
  subject: 'device d room lisbon',
  room: null,
});

function open(pages: readonly AuditPage[] = [{ entries: [line(1)], next: null }]) {
  const timers = createHandTimers();
  const asked: URLSearchParams[] = [];
  const waiting: (() => void)[] = [];
  let held = false;
  const model = createAuditModel({
    client: {
      ask: (async (_: string, path: string): Promise<Result<AuditPage, unknown>> => {
        const page = pages[asked.length] ?? { entries: [], next: null };
        asked.push(new URLSearchParams(path.split('?')[1]));
        if (held) await new Promise<void>((resolve) => waiting.push(resolve));
        return ok(page);
      }) as never,
      open: async (path) => {
        asked.push(new URLSearchParams(path.split('?')[1]));
        return ok(new Response(''));
      },
      listRooms: () => yes([aRoomChoice('Lisbon')]),
    },
    after: timers.after,
    startOfDay: startOfLocalDay,
  });
  const hold = () => {
    held = true;
  };
  return { model, asked, timers, hold, waiting };
}

test('older entries come after those that are there, until there are none', async () => {
  const { model, asked } = open([
    { entries: [line(9), line(8)], next: 8 },
    { entries: [line(7)], next: null },
  ]);
  await model.load();
  expect(model.more.value).toBe(true);
  await model.readOlder();

  expect(asked[1]?.get('before')).toBe('8');
  expect(model.entries.value?.map(({ id }) => id)).toEqual([9, 8, 7]);
  expect(model.more.value).toBe(false);
  expect(model.nameOfRoom('lisbon')).toBe('Lisbon');
});

test('whoever types is let finish before the trail is asked', async () => {
  const { model, asked, timers } = open();
  await model.load();
  model.look({ who: 'a' });
  model.look({ who: 'ad' });
  expect([asked.length, timers.waiting()]).toEqual([1, 1]);
  await timers.ring();

  expect(Object.fromEntries(asked[1] ?? [])).toEqual({ who: 'ad' });
});

test('from one day to another means both of them whole, where the operator is', async () => {
  const { model, asked } = open();
  model.look({ from: '2026-03-28', to: '2026-03-29' });
  await model.table();

  expect(asked[0]?.get('from')).toBe(new Date(2026, 2, 28).toISOString());
  expect(asked[0]?.get('to')).toBe(new Date(2026, 2, 30).toISOString());
});

test('a late answer to what is no longer looked for is let go', async () => {
  const { model, hold, waiting, timers } = open([
    { entries: [line(1)], next: null },
    { entries: [line(2)], next: null },
    { entries: [line(3)], next: null },
  ]);
  await model.load();
  hold();
  model.look({ what: 'a' });
  await timers.ring();
  model.look({ what: 'ab' });
  await timers.ring();
  waiting[1]?.();
  await settled();
  waiting[0]?.();
  await settled();

  expect(model.entries.value?.map(({ id }) => id)).toEqual([3]);
});
