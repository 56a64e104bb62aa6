import { afterEach, describe, expect, test } from 'vitest';
import { CalendarUnavailable } from '../../../edge-proxy/ports/calendar.ts';
import type { Store } from '../../../edge-proxy/ports/store.ts';
import type { StoredReportMail } from '../../../edge-proxy/ports/watch.ts';
import { type MailWords, mailWords, type Period } from '../../../edge-proxy/reports/mail-words.ts';
import { createReportMail, duePeriod } from '../../../edge-proxy/reports/report-mail.ts';
import { HOUR_MS, MINUTE_MS } from '../../../shared/basics/instant.ts';
import type { LocalDate } from '../../../shared/basics/zone.ts';
import { type MailPace, parseDate, printDate, type UseReport } from '../../../shared/wire/reports.ts';
import { at, aZone } from '../../support/builders.ts';
import { createMemoryLog } from '../../support/memory-log.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';
import { aReport, aRoomLine } from './a-report.ts';

const berlin = aZone('Europe/Berlin');
const date = (text: string): LocalDate | null => parseDate(text);

describe('what is told when', () => {
  test.for<{ every: MailPace; now: string; told: string | null; due: string | null; because: string }>([
    { every: 'off', now: '2026-11-24T08:00:00Z', told: null, due: null, because: 'nobody asked for it' },
    { every: 'daily', now: '2026-11-24T05:59:00Z', told: null, due: null, because: 'it is 06:59 in Berlin' },
    { every: 'daily', now: '2026-11-24T06:00:00Z', told: null, due: '2026-11-23 2026-11-23', because: 'it is seven' },
    {
      every: 'daily',
      now: '2026-11-24T19:00:00Z',
      told: '2026-11-22',
      due: '2026-11-23 2026-11-23',
      because: 'late is better than never',
    },
    { every: 'daily', now: '2026-11-24T08:00:00Z', told: '2026-11-23', due: null, because: 'it was told' },
    { every: 'weekly', now: '2026-11-24T08:00:00Z', told: null, due: null, because: 'it is a Tuesday' },
    {
      every: 'weekly',
      now: '2026-11-23T08:00:00Z',
      told: null,
      due: '2026-11-16 2026-11-22',
      because: 'it is Monday: the week before',
    },
    {
      every: 'daily',
      now: '2026-03-29T05:30:00Z',
      told: null,
      due: '2026-03-28 2026-03-28',
      because: 'the clock was put forward that night, and it is half past seven',
    },
  ])('$every at $now, told until $told: $due, because $because', ({ every, now, told, due }) => {
    const kept = { every, to: ['a@x.example'], toldUntil: told === null ? null : date(told) };
    const period = duePeriod(kept, at(now), berlin);

    expect(period === null ? null : `${printDate(period.from)} ${printDate(period.to)}`).toBe(due);
  });
});

const open: { close(): void }[] = [];
afterEach(() => open.splice(0).forEach((one) => void one.close()));

function aPost(kept: StoredReportMail | null, start = '2026-11-24T06:30:00Z') {
  const clock = createVirtualClock(at(start));
  const state = { kept, away: false };
  const sent: { to: readonly string[]; words: MailWords; period: Period }[] = [];
  let asked: Period | null = null;
  const store: Pick<Store, 'saveReportMail' | 'findReportMail'> = {
    saveReportMail: async (next) => {
      state.kept = next;
    },
    findReportMail: async () => state.kept,
  };
  const mail = createReportMail({
    store,
    report: async (period): Promise<UseReport> => {
      asked = period;
      return aReport(period);
    },
    send: async (to, words) => {
      if (state.away) throw new CalendarUnavailable('graph-unreachable');
      if (asked !== null) sent.push({ to, words, period: asked });
    },
    consoleUrl: 'https://doors.example/console',
    zone: () => berlin,
    clock,
    log: createMemoryLog(),
  });
  open.push(mail);
  return { clock, state, sent, mail };
}

const daily: StoredReportMail = { every: 'daily', to: ['facilities@x.example'], toldUntil: date('2026-11-22') };

test('a day is told once, to all who are named, and the next on the next morning', async () => {
  const { clock, sent } = aPost(daily);
  await clock.advance(HOUR_MS);
  expect(sent.map(({ to }) => to)).toEqual([['facilities@x.example']]);

  await clock.advance(22 * HOUR_MS);
  expect(sent).toHaveLength(1);
  await clock.advance(2 * HOUR_MS);
  expect(sent.map(({ period }) => printDate(period.to))).toEqual(['2026-11-23', '2026-11-24']);
});

test('what could not go out goes out when it can', async () => {
  const { clock, sent, state } = aPost(daily);
  state.away = true;
  await clock.advance(HOUR_MS);
  expect(state.kept?.toldUntil).toEqual(date('2026-11-22'));

  state.away = false;
  await clock.advance(15 * MINUTE_MS);
  expect(sent).toHaveLength(1);
});

test('whoever turns it on at noon is told from the next morning on', async () => {
  const { clock, sent, mail } = aPost(null, '2026-11-24T11:00:00Z');
  await mail.change({ every: 'daily', to: ['facilities@x.example'] });
  await clock.advance(2 * HOUR_MS);
  expect(sent).toEqual([]);

  await clock.advance(18 * HOUR_MS);
  expect(sent.map(({ period }) => printDate(period.to))).toEqual(['2026-11-24']);
  expect(await mail.read()).toEqual({ every: 'daily', to: ['facilities@x.example'] });
});

describe('the letter', () => {
  const period = { from: date('2026-11-16') as LocalDate, to: date('2026-11-22') as LocalDate };

  test('says how much, by whom, what was wasted and where to read on', () => {
    const rooms = [
      aRoomLine('Lisbon', { counts: { planned: 20, door: 4, noShows: 6 } }),
      aRoomLine('Porto', { counts: { planned: 0, door: 0, noShows: 0 } }),
    ];
    const { subject, text } = mailWords(aReport(period, { rooms }), 'https://doors.example/console');

    expect(subject).toBe('Use of rooms, 2026-11-16 to 2026-11-22: 30 %');
    expect(text).toContain('Rooms were taken for 30 % of their opening hours');
    expect(text).toContain(
      '40 meetings were booked in a calendar, 10 at a door. Nobody came to 5, and 2 h were given back',
    );
    expect(text).toContain('- Lisbon: 6');
    expect(text).toContain('Not used at all:\n- Porto');
    expect(text).toContain('https://doors.example/console?page=use');
  });

  test('names five rooms of each list and counts the others', () => {
    const rooms = Array.from({ length: 8 }, (_, n) =>
      aRoomLine(`Room ${n}`, { counts: { planned: 0, door: 0, noShows: 0 } }),
    );

    expect(mailWords(aReport(period, { rooms }), null).text).toContain('and 3 more');
  });

  test('of a time in which nothing was seen says only that', () => {
    const none = { open: 0, taken: 0, attended: 0, empty: 0, released: 0 };

    expect(mailWords(aReport(period, { minutes: none }), null).subject).toContain('nothing seen');
  });
});
