import { expect, test } from 'vitest';
import { MOST_UNDER_WAY } from '../../../edge-proxy/booking/submit-intent.ts';
import { addMinutes, addMs } from '../../../shared/basics/instant.ts';
import { aKey, at } from '../../support/builders.ts';
import { aWish, createBookingSite, otherDevice } from './booking-site.ts';

test('a double tap is one tap, and both hear the same', async () => {
  const site = await createBookingSite();

  const [first, second] = await Promise.all([site.submit(aWish()), site.submit(aWish())]);
  await site.clock.advance(5_000);

  expect(first).toEqual({ ok: true, value: { key: aKey(1), status: 'pending' } });
  expect(second).toEqual(first);
  expect(site.exchange.meetings()).toHaveLength(1);
  expect(site.exchange.calls.filter((call) => call === 'create')).toHaveLength(1);
});

test('the same key later tells how far it has come', async () => {
  const site = await createBookingSite();
  await site.submit(aWish());
  await site.clock.advance(5_000);

  expect(await site.submit(aWish())).toEqual({ ok: true, value: { key: aKey(1), status: 'confirmed' } });
});

test('a tap refused in the background answers its repeat with the refusal, as taken as it was', async () => {
  const site = await createBookingSite();
  site.exchange.script.answer = 'decline';
  await site.submit(aWish());
  await site.clock.advance(5_000);

  const again = await site.submit(aWish());

  expect(again).toEqual({ ok: true, value: { key: aKey(1), status: 'refused', reason: { kind: 'room-declined' } } });
});

test.for([
  { how: 'confirmed', wish: aWish({ title: 'Merger', name: 'Ana Reis' }) },
  { how: 'refused at once', wish: aWish({ title: 'Merger', name: 'Ana Reis', end: at('18:00') }) },
])(
  'what was typed at the door is forgotten once it is $how, and its repeat is still the same tap',
  async ({ wish }) => {
    const site = await createBookingSite();

    await site.submit(wish);
    await site.clock.advance(5_000);

    expect(JSON.stringify(site.rowOf(aKey(1)))).not.toMatch(/Merger|Ana/);
    expect(await site.submit(wish)).not.toMatchObject({ error: { kind: 'key-reused' } });
  },
);

test.for([
  { what: 'another end', wish: aWish({ end: at('10:45') }), from: undefined },
  { what: 'another title', wish: aWish({ title: 'Merger' }), from: undefined },
  { what: 'another tablet', wish: aWish(), from: otherDevice },
])('a key is not taken for $what', async ({ wish, from }) => {
  const site = await createBookingSite();
  await site.submit(aWish());

  expect(await site.submit(wish, from)).toEqual({ ok: false, error: { kind: 'key-reused' } });
});

test.for([
  { wish: aWish({ notAfter: at('09:59') }), refused: 'too-late' },
  { wish: aWish({ end: at('10:02') }), refused: 'too-short' },
  { wish: aWish({ end: at('09:30') }), refused: 'in-the-past' },
  { wish: aWish({ end: at('18:00') }), refused: 'too-long' },
  { wish: aWish({ start: at('2026-11-30T10:00:00Z'), end: at('2026-11-30T10:30:00Z') }), refused: 'too-far-ahead' },
  { wish: aWish({ room: 'nowhere@northwind.example' }), refused: 'room-not-known' },
])('what is $refused is refused at once, the same each time, and Exchange hears nothing', async ({ wish, refused }) => {
  const site = await createBookingSite();

  const first = await site.submit(wish);
  const again = await site.submit(wish);

  expect(first).toMatchObject({ ok: false, error: { kind: refused } });
  expect(again).toEqual(first);
  expect(site.exchange.calls).not.toContain('create');
});

test('a room that a fresh day shows taken is refused in the answer itself', async () => {
  const site = await createBookingSite();
  site.exchange.writeInOutlook({ start: at('10:15'), end: at('11:00') });
  await site.live().views.readFresh();

  expect(await site.submit(aWish())).toMatchObject({ ok: false, error: { kind: 'room-busy' } });
});

test('an old day refuses nothing: it is read again first', async () => {
  const site = await createBookingSite();
  site.exchange.writeInOutlook({ start: at('10:00'), end: at('10:20') });
  await site.live().views.readFresh();
  await site.clock.advance(25 * 60_000);

  const answer = await site.submit(aWish({ end: at('11:00'), notAfter: at('10:26') }));
  await site.clock.advance(5_000);

  expect(answer.ok).toBe(true);
  expect(site.statusOf(aKey(1))).toBe('confirmed');
});

test('taps of one room under way are bounded, and a tap too many leaves its key unused', async () => {
  const site = await createBookingSite();
  site.exchange.slowDown('readView', 30_000);
  const wishes = Array.from({ length: MOST_UNDER_WAY }, (_, n) => aWish({ key: aKey(n + 1) }));
  for (const wish of wishes) await site.submit(wish);

  const one = await site.submit(aWish({ key: aKey(999) }));
  await site.clock.advance(90_000);
  const later = addMinutes(site.clock.now(), 5 * 60);
  const again = await site.submit(
    aWish({ key: aKey(999), start: later, end: addMinutes(later, 30), notAfter: addMs(site.clock.now(), 60_000) }),
  );

  expect(one).toEqual({ ok: false, error: { kind: 'too-many-requests' } });
  expect(again).toMatchObject({ ok: true, value: { status: 'pending' } });
});

test('a tap that comes before the rooms are known leaves its key unused and may come again', async () => {
  const site = await createBookingSite();
  site.forgetRooms(true);
  const early = await site.submit(aWish());
  site.forgetRooms(false);

  const again = await site.submit(aWish());

  expect(early).toEqual({ ok: false, error: { kind: 'not-ready' } });
  expect(again).toMatchObject({ ok: true, value: { status: 'pending' } });
});

test('a door whose room has left Exchange says so', async () => {
  const site = await createBookingSite();
  await site.live().publish.retire(site.day().room.id);
  site.forgetRooms(true);

  expect(await site.submit(aWish())).toEqual({ ok: false, error: { kind: 'room-not-known' } });
});

test('a store that cannot keep the tap answers nothing and asks nothing of Exchange', async () => {
  const site = await createBookingSite();
  site.store.recordIntent = async () => {
    throw new Error('disk full');
  };
  await site.restart();

  await expect(site.submit(aWish())).rejects.toThrow('disk full');
  await site.clock.advance(5_000);

  expect(site.exchange.calls).not.toContain('create');
});

test('a burst of taps is bounded like any other', async () => {
  const site = await createBookingSite();
  const burst = Array.from({ length: 3 * MOST_UNDER_WAY }, (_, n) => site.submit(aWish({ key: aKey(n + 1) })));

  const taken = (await Promise.all(burst)).filter(({ ok }) => ok);

  expect(taken).toHaveLength(MOST_UNDER_WAY);
});
