import { expect, test } from 'vitest';
import { createEnrolModel } from '../../../../kiosk/console/state/enrol-model.ts';
import type { Json } from '../../../../shared/basics/codec.ts';
import type { EnrolmentId } from '../../../../shared/basics/ids.ts';
import { ok } from '../../../../shared/basics/result.ts';
import type { MadeLink, NameLine } from '../../../../shared/wire/enrolment.ts';
import { at } from '../../../support/builders.ts';
import { aProblem, createHandTimers } from '../fixtures.ts';
import { createScriptedAsk } from '../scripted-ask.ts';

function aLine(line: number): NameLine {
  const name = `T-${line}`;
  return { line, name, place: 'Lisbon', verdict: 'set', room: 'lisbon', board: null, words: null, moves: [] };
}

function aLink(n: number): MadeLink {
  return {
    enrolment: {
      id: `enrolment-${n}` as EnrolmentId,
      place: 'Lisbon',
      building: null,
      floor: null,
      replaces: null,
      name: null,
      state: 'open',
      madeAt: at('09:00'),
      madeBy: 'priya@northwind.example',
      expiresAt: at('10:00'),
      usedAt: null,
      device: null,
    },
    url: `https://doors.northwind.example/#link=${n}`,
  };
}

function theDesk(script: Record<string, unknown> = {}) {
  const proxy = createScriptedAsk({
    'GET /enrolments': { enrolments: [] },
    'GET /pairings': { waiting: [] },
    ...script,
  });
  const enrol = createEnrolModel({
    client: {
      ask: proxy.ask,
      open: async () => ok(new Response('')),
      listRooms: async () => ok([]),
    },
    after: createHandTimers().after,
    isWatched: () => true,
  });
  return { enrol, proxy };
}

test('a thousand and one names get a link each, though the proxy makes five hundred at once', async () => {
  const { enrol, proxy } = theDesk({
    'POST /device-names/preview': { lines: Array.from({ length: 1_001 }, (_, index) => aLine(index + 1)) },
    'POST /enrolments': { links: [aLink(1)] },
  });
  await enrol.enterCsv('a list');
  await enrol.makeForNames();

  const bodies = proxy.asked.filter(({ question }) => question === 'POST /enrolments').map(({ body }) => body);
  expect(bodies.map((body) => (body as { links: Json[] }).links.length)).toEqual([500, 500, 1]);
  expect(enrol.made.value).toHaveLength(3);
});

test('links that were made before it went wrong are told, since they are told only once', async () => {
  let made = 0;
  const { enrol } = theDesk({
    'POST /device-names/preview': { lines: Array.from({ length: 501 }, (_, index) => aLine(index + 1)) },
    'POST /enrolments': () => {
      made += 1;
      return made === 1 ? { links: [aLink(1)] } : { failure: aProblem('not-ready', 503) };
    },
  });
  await enrol.enterCsv('a list');
  await enrol.makeForNames();

  expect(enrol.made.value).toHaveLength(1);
  expect(enrol.failure.value).toEqual(aProblem('not-ready', 503));
});

test('a workbook is said to be one, and nothing is asked', async () => {
  const { enrol, proxy } = theDesk();
  await enrol.enterFile(Uint8Array.of(0x50, 0x4b, 0x03, 0x04));

  expect(enrol.notAList.value).toContain('workbook');
  expect([enrol.preview.value, proxy.asked]).toEqual([null, []]);
});

test('whoever leaves is asked while a list waits to be taken, or links were told that nobody has put away', async () => {
  const { enrol } = theDesk({
    'POST /device-names/preview': { lines: [aLine(1)] },
    'PUT /device-names': { lines: [aLine(1)] },
    'POST /enrolments': { links: [aLink(1)] },
  });
  expect(enrol.unsaved.value).toBe(false);
  await enrol.enterCsv('T-1,Lisbon');
  expect(enrol.unsaved.value).toBe(true);
  await enrol.takeCsv();
  expect(enrol.unsaved.value).toBe(false);
  await enrol.makeForNames();
  expect(enrol.unsaved.value).toBe(true);
  enrol.putAway();
  expect(enrol.unsaved.value).toBe(false);
});

test('links that were told, and a list, are there again after a sign-in', async () => {
  const before = theDesk({
    'POST /device-names/preview': { lines: [aLine(1)] },
    'POST /enrolments': { links: [aLink(1)] },
  });
  expect(before.enrol.draft()).toBeNull();
  await before.enrol.enterCsv('T-1,Lisbon');
  await before.enrol.makeForNames();

  const { enrol } = theDesk({ 'POST /device-names/preview': { lines: [aLine(1)] } });
  await enrol.restore(before.enrol.draft());

  expect([enrol.csv.value, enrol.made.value, enrol.preview.value]).toEqual(['T-1,Lisbon', [aLink(1)], [aLine(1)]]);
});
