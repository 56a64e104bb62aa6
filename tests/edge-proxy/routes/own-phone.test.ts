import { expect, test } from 'vitest';
import { ownPhoneRoutes } from '../../../edge-proxy/routes/own-phone.ts';
import { hidden, shown } from '../../../shared/room/occurrence.ts';
import type { RoomDay } from '../../../shared/room/room-day.ts';
import { aClosure, aMeeting, aPolicy, aRoom, aRoomDay, at } from '../../support/builders.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';

const now = at('10:24');
const review = aMeeting('14:30', '15:30', { title: shown('Review <b>&'), organizer: shown('Magdalena') });

function aPhone(day: RoomDay | null) {
  const app = ownPhoneRoutes({
    links: { find: (shortId) => (shortId === 'kxwq7mtz3dvr' ? aRoom().id : null) },
    current: () => day,
    trust: { forwardedHeaders: false },
    clock: createVirtualClock(now),
  });
  return async (path = '/r/kxwq7mtz3dvr') => {
    const answer = await app.request(path);
    return { status: answer.status, headers: answer.headers, html: await answer.text() };
  };
}

test('a phone reads in one look whether the room is free and until when', async () => {
  const { status, headers, html } = await aPhone(aRoomDay(now, [review]))();

  expect(status).toBe(200);
  expect(headers.get('content-type')).toContain('text/html');
  expect(headers.get('cache-control')).toBe('no-store');
  expect(html).toContain('<b>Free</b> until 14:30');
  expect(html).toContain('Lisbon');
});

test('a room that facilities have closed says why, until when and where to go, and has its meetings all the same', async () => {
  const instead = { room: 'porto@northwind.example', displayName: 'Porto' };
  const closures = [aClosure('08:00', '2026-11-26T08:00:00Z', { reason: 'New <i>carpet</i>', instead })];

  const { html } = await aPhone(aRoomDay(now, [review], { closures }))();

  expect(html).toContain('<b>Closed</b> until Thursday');
  expect(html).toContain('New &lt;i&gt;carpet&lt;/i&gt;');
  expect(html).toContain('Use <bdi>Porto</bdi> instead.');
  expect(html).toContain('14:30');
  expect(html).not.toContain('Book it in my Outlook');
});

test('what somebody wrote in Outlook is text on the page and nothing more', async () => {
  const { html } = await aPhone(aRoomDay(now, [review]))();

  expect(html).toContain('Review &lt;b&gt;&amp;');
  expect(html).not.toContain('Review <b>');
});

test('what the policy hides at the door is hidden here, and a free stretch leads into one’s own Outlook', async () => {
  const secret = { ...review, title: hidden, organizer: hidden };
  const { html } = await aPhone(aRoomDay(now, [secret]))();

  expect(html).toContain('Booked');
  expect(html).not.toContain('Magdalena');
  const [, link = ''] = /href="(https:\/\/outlook[^"]*)"/.exec(html) ?? [];
  const form = new URL(link.replaceAll('&amp;', '&'));
  expect(Object.fromEntries(form.searchParams)).toMatchObject({
    to: 'lisbon@northwind.example',
    location: 'Lisbon',
    startdt: '2026-11-24T10:24:00.000Z',
    enddt: '2026-11-24T10:54:00.000Z',
  });
});

test.for([
  { day: aRoomDay(now, [aMeeting('10:00', '11:00')]), says: '<b>In use</b> until 11:00', because: 'somebody is in' },
  { day: aRoomDay(now, [aMeeting('10:30', '11:00')]), says: '<b>Booked</b> from 10:30', because: 'they come soon' },
  { day: aRoomDay(now, [], { readAt: at('10:00') }), says: 'it was free at 10:00', because: 'that is old news' },
  { day: aRoomDay(now, [], { readAt: null }), says: '<b>Not sure</b>', because: 'nothing was read yet' },
  {
    day: aRoomDay(now, [], { health: { cause: 'scope-not-proven', since: at('10:00') } }),
    says: '<b>Closed</b>',
    because: 'nothing of the calendar may be shown',
  },
])('it says $says, because $because', async ({ day, says }) => {
  expect((await aPhone(day)()).html).toContain(says);
});

test('old news offers nothing, nor does a room that doors may not book', async () => {
  const old = await aPhone(aRoomDay(now, [], { readAt: at('10:00') }))();
  const showOnly = await aPhone(aRoomDay(now, [], { policy: aPolicy({ mayBook: false }) }))();

  expect(old.html).not.toContain('outlook.office.com');
  expect(showOnly.html).not.toContain('outlook.office.com');
});

test('an unknown name and a room without a day are the same nothing', async () => {
  const unknown = await aPhone(aRoomDay(now, []))('/r/kxwq7mtz3dvs');
  const dayless = await aPhone(null)();

  expect([unknown.status, dayless.status]).toEqual([404, 404]);
  expect(unknown.html).toBe(dayless.html);
});

test('whoever guesses names is soon told to wait', async () => {
  const ask = aPhone(aRoomDay(now, []));
  for (let look = 0; look < 300; look += 1) await ask('/r/guess');

  const { status, headers } = await ask();
  expect(status).toBe(429);
  expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
});
