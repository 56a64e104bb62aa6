/** Serves the control page and its files at /outlook; the API below it is control-api.ts. */

import { readFileSync } from 'node:fs';
import { Hono } from 'hono';
import { instant } from '../../../shared/basics/instant.ts';
import { dayOf } from '../../../shared/basics/zone.ts';
import type { Exchange } from '../exchange/exchange.ts';
import type { SandboxClock } from '../sandbox-clock.ts';
import type { OutlookDesk } from './outlook-desk.ts';
import { outlookPage, type RoomDayView, roomDays } from './outlook-page.ts';

type Needs = { exchange: Exchange; clock: SandboxClock; desk: OutlookDesk; companyName: string; api: Hono };

const CONTENT_SECURITY =
  "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'";

export function createOutlookApp({ exchange, clock, desk, companyName, api }: Needs): Hono {
  const app = new Hono();
  const style = readFileSync(new URL('./outlook.css', import.meta.url), 'utf8');
  const script = readFileSync(new URL('./outlook.js', import.meta.url), 'utf8');

  app.use(async (c, next) => {
    await next();
    c.header('Content-Security-Policy', CONTENT_SECURITY);
    c.header('X-Content-Type-Options', 'nosniff');
    c.header('Referrer-Policy', 'same-origin');
    c.header('Cache-Control', 'no-store');
  });

  app.get('/outlook', (c) => {
    const people = exchange
      .mailboxes()
      .filter(({ kind }) => kind === 'user')
      .sort((a, b) => a.displayName.localeCompare(b.displayName, 'en'));
    return c.html(outlookPage({ companyName, now: clock.now(), rooms: readRoomDays(), people }));
  });
  // With a slash at the end every relative link would be one level too deep.
  app.get('/outlook/', (c) => c.redirect('../outlook', 301));
  app.get('/outlook/rooms', (c) => c.html(roomDays(clock.now(), readRoomDays())));
  app.get('/outlook/outlook.css', (c) => c.body(style, 200, { 'Content-Type': 'text/css; charset=utf-8' }));
  app.get('/outlook/outlook.js', (c) => c.body(script, 200, { 'Content-Type': 'text/javascript; charset=utf-8' }));
  app.route('/outlook/api', api);

  function readRoomDays(): RoomDayView[] {
    const lists = exchange.roomLists();
    return exchange.rooms().map(({ mailbox: { displayName, address, zone } }) => {
      const today = dayOf(instant(clock.now()), zone);
      return {
        displayName,
        address,
        zone,
        roomList: lists.find(({ rooms }) => rooms.includes(address))?.displayName ?? 'Other rooms',
        meetings: desk.calendar(address, today.start, today.end) ?? [],
      };
    });
  }

  return app;
}
