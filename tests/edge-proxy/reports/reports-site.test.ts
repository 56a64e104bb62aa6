/** The use of rooms over a whole site: what was written down by the minute is what the console is told. */

import { afterEach, expect, test } from 'vitest';
import { CSV_BEGINNING } from '../../../shared/basics/csv.ts';
import { MINUTE_MS, SECOND_MS } from '../../../shared/basics/instant.ts';
import { useReportCodec } from '../../../shared/wire/reports.ts';
import { type ComposedSite, openComposedSite } from '../../support/composed-site.ts';

let site: ComposedSite | null = null;
afterEach(async () => {
  await site?.close();
  site = null;
});

async function report(path = '/reports/use?from=2026-11-24&to=2026-11-24') {
  const answer = await (await site?.console('GET', path))?.json();
  const decoded = useReportCodec.decode(answer);
  if (!decoded.ok) throw new Error(JSON.stringify(answer));
  return decoded.value;
}

test('a meeting is taken minutes of its room and hour, over a restart too, and no title is anywhere', async () => {
  site = await openComposedSite({ isReachable: true });
  const [room] = await site.outlook.rooms();
  await site.outlook.invite({ room: room?.address ?? '', subject: 'Merger with Fabrikam', startsIn: 2, minutes: 6 });
  await site.pass(5 * MINUTE_MS);
  await site.restart({ downMs: SECOND_MS });
  await site.pass(7 * MINUTE_MS);

  const { rooms, counts, minutes, cells } = await report();
  const used = rooms.find(({ displayName }) => displayName === room?.displayName);
  expect(used?.minutes.taken).toBeGreaterThanOrEqual(5);
  expect(used?.minutes.taken).toBeLessThanOrEqual(7);
  expect(counts).toEqual({ planned: 1, door: 0, noShows: 0 });
  expect(minutes.taken).toBe(used?.minutes.taken);
  expect(cells.reduce((all, { taken }) => all + taken, 0)).toBe(minutes.taken);
  const table = await site.console('GET', '/reports/use.csv?from=2026-11-24&to=2026-11-24');
  const csv = new TextDecoder('utf-8', { ignoreBOM: true }).decode(await table.arrayBuffer());
  expect(csv.startsWith(CSV_BEGINNING)).toBe(true);
  expect(csv).toContain(`${room?.displayName},`);
  expect(csv + JSON.stringify(rooms)).not.toContain('Fabrikam');
});

test.for([
  { query: 'from=2026-11-25&to=2026-11-24', detail: 'from must not be after to.' },
  { query: 'from=2026-11-31&to=2026-12-01', detail: 'dates such as' },
  { query: 'from=2026-01-01&to=2026-11-24', detail: 'at most 92 days' },
  { query: 'to=yesterday', detail: 'dates such as' },
])('a report of $query is refused: $detail', async ({ query, detail }) => {
  site = await openComposedSite({ isReachable: false });
  const answer = await site.console('GET', `/reports/use?${query}`);

  expect(answer.status).toBe(400);
  expect(JSON.stringify(await answer.json())).toContain(detail);
});

test('who is mailed is decided by an admin and kept, with who decided it in the audit', async () => {
  site = await openComposedSite({ isReachable: false });
  const mail = { every: 'weekly', to: ['facilities@northwind.example'] };
  expect((await site.console('PUT', '/reports/mail', mail)).status).toBe(200);
  expect((await site.console('PUT', '/reports/mail', { ...mail, to: ['nobody'] })).status).toBe(400);

  expect(await (await site.console('GET', '/reports/mail')).json()).toEqual(mail);
  const audit = await site.store.listAudit({ limit: 10, what: 'report-mail.changed' });
  expect(audit.map(({ subject }) => subject)).toEqual(['weekly, 1 recipients']);
});
