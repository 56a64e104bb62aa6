/** Fault F20 on a whole site over HTTP: two months of a secret that runs out, and what its operators are told when. */

import { afterEach, expect, test } from 'vitest';
import { addMs, DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../shared/basics/instant.ts';
import { at } from '../support/builders.ts';
import { type ComposedSite, openComposedSite } from '../support/composed-site.ts';
import { hangHttpDoor } from '../support/http-door.ts';

let site: ComposedSite;
afterEach(() => site.close());

const expiring = async () => (await site.store.listAlarms()).filter(({ kind }) => kind === 'credential-expiring');

/** The lines that said that an alarm of this kind has begun, by what it is about. */
const said = (kind: string): unknown[] =>
  site.logged
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .filter((line) => line['event'] === 'alarm.raised' && line['kind'] === kind)
    .map((line) => line['about']);

test('a secret is told of 60, 30, 14, 7 and 1 days ahead and when it is over: one alarm a step, once, over restarts too', async () => {
  const endsAt = addMs(at('09:00'), 61 * DAY_MS);
  site = await openComposedSite({ isReachable: true, secretEndsAt: endsAt });
  const [room] = await site.outlook.rooms();
  const door = await hangHttpDoor(site, room?.address ?? '');
  const steps = [
    { daysLeft: 61, about: null, severity: null },
    { daysLeft: 60, about: '60-days', severity: 'notice' },
    { daysLeft: 30, about: '30-days', severity: 'warning' },
    { daysLeft: 14, about: '14-days', severity: 'warning' },
    { daysLeft: 7, about: '7-days', severity: 'critical' },
    { daysLeft: 1, about: '1-days', severity: 'critical' },
  ];
  for (const { daysLeft, about, severity } of steps) {
    site.clock.sleep(addMs(endsAt, -daysLeft * DAY_MS) - site.clock.now());
    // Looked at again and again, as every hour, and by another life of the proxy.
    for (let hour = 0; hour < 3; hour += 1) {
      await site.pass(3 * SECOND_MS);
      site.clock.sleep(HOUR_MS);
    }
    await site.restart();
    await site.pass(2 * MINUTE_MS);

    const open = (await expiring()).filter(({ clearedAt }) => clearedAt === null);
    expect(open.map((one) => [one.subject, one.severity])).toEqual(about === null ? [] : [[about, severity]]);
    // Told, and nothing else: the doors are as true as ever, also after weeks of sleep.
    expect((await door.look()).state.kind).toBe('available');
    expect((await door.look()).day.health).toBeNull();
  }

  const readBefore = (await door.look()).day.readAt;
  site.clock.sleep(endsAt - site.clock.now());
  await site.pass(10 * MINUTE_MS);
  const open = (await expiring()).filter(({ clearedAt }) => clearedAt === null);
  expect(open.map(({ subject, severity }) => [subject, severity])).toEqual([['expired', 'critical']]);
  expect(said('credential-expiring')).toEqual(['60-days', '30-days', '14-days', '7-days', '1-days', 'expired']);
  expect(said('credential-refused')).toEqual(['app']);
  const { day, state } = await door.look();
  expect([state.kind, day.health?.cause]).toEqual(['unknown', 'credential-refused']);
  expect(day.readAt).toBe(readBefore);
  expect(site.logged.join('\n')).not.toContain(site.sandbox.clientSecret);
}, 60_000);
