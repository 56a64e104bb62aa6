import { afterEach, describe, expect, test } from 'vitest';
import { createGraphCalendar } from '../../../edge-proxy/graph/graph-calendar.ts';
import { aPolicy, aRoom, at, aZone, hidden } from '../../support/builders.ts';
import { aGraphClient } from '../../support/graph-needs.ts';
import { createMemoryLog } from '../../support/memory-log.ts';
import { recordedBody } from '../../support/recorded.ts';
import { type Answer, type Asked, type StandIn, startStandIn } from '../../support/stand-in.ts';

let server: StandIn | null = null;
afterEach(async () => {
  await server?.close();
  server = null;
});

const room = aRoom({ address: "o'hara@northwind.example" });
const window = { start: at('00:00'), end: at('2026-11-26T00:00:00Z') };

async function calendarOn(answer: (asked: Asked, nth: number) => Answer) {
  server = await startStandIn(answer);
  const log = createMemoryLog();
  const calendar = createGraphCalendar(aGraphClient(server.origin).client, log);
  return { server, log, read: () => calendar.readView(room, window, aPolicy()) };
}

function event(id: string, start: string, end: string, change: object = {}) {
  const time = (clock: string) => ({ dateTime: `2026-11-24T${clock}:00.0000000`, timeZone: 'UTC' });
  return { id, showAs: 'busy', sensitivity: 'normal', subject: id, start: time(start), end: time(end), ...change };
}

const listed = (...value: unknown[]): Answer => ({ json: { value } });

test('the window is asked for whole, with the fields that are needed and no more', async () => {
  const { server, read } = await calendarOn(() => listed());

  await read();

  const url = new URL(server.asked[0]?.url ?? '', server.origin);
  expect(url.pathname).toBe('/graph/v1.0/users/o%27hara%40northwind.example/calendarView');
  expect(Object.fromEntries(url.searchParams)).toEqual({
    startDateTime: '2026-11-24T00:00:00.000Z',
    endDateTime: '2026-11-26T00:00:00.000Z',
    $select:
      'id,iCalUId,subject,organizer,sensitivity,showAs,isAllDay,isCancelled,responseStatus,type,seriesMasterId,start,end',
    $top: '100',
  });
});

test('occurrences come earliest first, from all pages, what came twice once and as it was last', async () => {
  const { read } = await calendarOn((_, nth) => ({
    json:
      nth === 1
        ? {
            value: [event('late', '15:00', '16:00'), event('moved', '09:00', '10:00'), event('gone', '12:00', '13:00')],
            '@odata.nextLink': `${server?.origin}/graph/v1.0/next?$skip=3`,
          }
        : { value: [event('moved', '11:00', '12:00'), event('gone', '12:00', '13:00', { isCancelled: true })] },
  }));

  expect((await read()).map(({ id, start }) => [id, start])).toEqual([
    ['moved', at('11:00')],
    ['late', at('15:00')],
  ]);
});

test('a page that fails leaves nothing of the others', async () => {
  const { read } = await calendarOn((_, nth) =>
    nth === 1
      ? { json: { value: [event('a', '09:00', '10:00')], '@odata.nextLink': `${server?.origin}/graph/v1.0/next` } }
      : { text: '<html>' },
  );

  await expect(read()).rejects.toMatchObject({ reason: 'bad-answer' });
});

test('promise 1: an entry whose time cannot be read makes the whole answer worthless', async () => {
  const { read } = await calendarOn(() => listed(event('a', '09:00', '10:00'), { id: 'b', subject: 'no times' }));

  await expect(read()).rejects.toMatchObject({ reason: 'bad-answer' });
});

test('an entry that cannot be read otherwise stays, with nothing of its own, and is counted', async () => {
  const { read, log } = await calendarOn(() => listed(event('a', '09:00', '10:00', { isCancelled: 'perhaps' })));

  expect(await read()).toMatchObject([{ start: at('09:00'), unreadable: true, title: hidden, organizer: hidden }]);
  expect(log.lines).toMatchObject([{ event: 'occurrences-unreadable', facts: { roomId: room.id, count: 1 } }]);
});

test('an all-day meeting of the day before, which only touches in UTC, is left out', async () => {
  const day = (date: string) => ({ dateTime: `${date}T00:00:00.0000000`, timeZone: 'UTC' });
  server = await startStandIn(() =>
    listed(
      { ...event('before', '00:00', '00:00'), isAllDay: true, start: day('2026-11-23'), end: day('2026-11-24') },
      { ...event('today', '00:00', '00:00'), isAllDay: true, start: day('2026-11-24'), end: day('2026-11-25') },
    ),
  );
  const auckland = aRoom({ timeZone: aZone('Pacific/Auckland') });
  const localDays = { start: at('2026-11-23T11:00:00Z'), end: at('2026-11-25T11:00:00Z') };
  const calendar = createGraphCalendar(aGraphClient(server.origin).client, createMemoryLog());

  const read = await calendar.readView(auckland, localDays, aPolicy());

  expect(read).toMatchObject([{ id: 'today', start: localDays.start, end: at('2026-11-24T11:00:00Z') }]);
});

test('the recorded pages are read whole, the room in their zone', async () => {
  const first = recordedBody('composed/calendarview-room-page-1.json') as Record<string, unknown>;
  const second = recordedBody('composed/calendarview-room-page-2.json') as Record<string, unknown>;
  server = await startStandIn(({ url }) => {
    if (url.includes('/events/')) return { json: {} };
    const next =
      first['@odata.nextLink'] === undefined ? {} : { '@odata.nextLink': `${server?.origin}/graph/v1.0/page2` };
    return { json: url.endsWith('page2') ? second : { ...first, ...next } };
  });
  const berlin = aRoom({ timeZone: aZone('Europe/Berlin') });
  const week = { start: at('2026-03-02T23:00:00Z'), end: at('2026-03-09T23:00:00Z') };
  const calendar = createGraphCalendar(aGraphClient(server.origin).client, createMemoryLog());

  const read = await calendar.readView(berlin, week, aPolicy());

  expect(read.every(({ unreadable }) => !unreadable)).toBe(true);
  expect(read.find(({ allDay }) => allDay)).toMatchObject({
    start: at('2026-03-04T23:00:00Z'),
    end: at('2026-03-07T23:00:00Z'),
  });
});

describe('who came first', () => {
  const rivals = listed(
    event('ours', '09:00', '10:00'),
    event('theirs', '09:30', '10:30'),
    event('alone', '11:00', '12:00'),
  );

  test('is looked up where two share time, once and for nobody else', async () => {
    const { server, read } = await calendarOn(({ url }) =>
      url.includes('/events/')
        ? { json: { createdDateTime: url.endsWith('ours') ? '2026-11-24T08:00:00Z' : '2026-11-24T07:00:00Z' } }
        : rivals,
    );
    await read();

    expect((await read()).map(({ id, createdAt }) => [id, createdAt])).toEqual([
      ['ours', at('08:00')],
      ['theirs', at('07:00')],
      ['alone', null],
    ]);
    expect(server.askedFor('/events/')).toHaveLength(2);
  });

  test('stays open where it cannot be had, and the day is read all the same', async () => {
    const { read } = await calendarOn(({ url }) => (url.includes('/events/') ? { status: 403, json: {} } : rivals));

    expect((await read()).map(({ createdAt }) => createdAt)).toEqual([null, null, null]);
  });
});
