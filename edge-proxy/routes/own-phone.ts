/** GET /r/{shortId}: a room's day on a person's own phone, reached by the code on the door. As much as the door shows. */

import { Hono } from 'hono';
import { MINUTE_MS } from '../../shared/basics/instant.ts';
import type { RoomDay } from '../../shared/room/room-day.ts';
import { addressBlock } from '../devices/address-block.ts';
import type { RoomLinks } from '../devices/room-links.ts';
import { createTries } from '../devices/tries.ts';
import { problemResponse } from '../http/problem-response.ts';
import { clientAddress, type Trust } from '../http/request-origin.ts';
import type { Clock } from '../ports/runtime.ts';
import { ownPhonePage } from './own-phone-page.ts';

type Needs = {
  readonly links: Pick<RoomLinks, 'find'>;
  readonly current: (roomId: RoomDay['room']['id']) => RoomDay | null;
  readonly trust: Trust;
  readonly clock: Clock;
};

/** A whole office may stand behind one address. */
const MOST_LOOKS = { most: 300, withinMs: MINUTE_MS, countedAs: addressBlock };

export function ownPhoneRoutes({ links, current, trust, clock }: Needs) {
  const looks = createTries(clock, MOST_LOOKS);

  return new Hono().get('/r/:shortId', (c) => {
    const who = clientAddress(c, trust);
    const until = looks.blockedUntil(who);
    if (until !== null) return problemResponse({ kind: 'too-many-requests', retryAfterMs: until - clock.now() });
    looks.use(who);
    const roomId = links.find(c.req.param('shortId'));
    const day = roomId === null ? null : current(roomId);
    if (day === null) return problemResponse({ kind: 'not-found' });
    // Nothing of it is for anybody's cache, nor for a search engine.
    c.header('Cache-Control', 'no-store');
    c.header('X-Robots-Tag', 'noindex');
    return c.html(ownPhonePage(day, clock.now()));
  });
}
