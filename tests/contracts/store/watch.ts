/** What every store must do with alarms, the proof of scope, who is mailed, and the service account. A part of the store's contract, run with it. */

import { expect, test } from 'vitest';
import type { Alarm } from '../../../shared/wire/watch.ts';
import { at } from '../../support/builders.ts';
import type { OpenStore } from './fixtures.ts';

export function watchContract(open: OpenStore): void {
  test('an alarm is kept as it now stands, over a restart, until it is dropped', async () => {
    const { store, reopen } = await open();
    const alarm = anAlarm();
    await store.saveAlarm(alarm);
    await store.saveAlarm({ ...alarm, count: 2, acknowledgedBy: 'ada', clearedAt: at('10:00') });
    await store.saveAlarm(anAlarm({ id: 'other', remedy: null }));
    await store.dropAlarm('other');
    await store.dropAlarm('never was');

    expect(await (await reopen()).listAlarms()).toEqual([
      { ...alarm, count: 2, acknowledgedBy: 'ada', clearedAt: at('10:00') },
    ]);
  });

  test("the canary's last clear answer outlives a restart, and there is only one", async () => {
    const { store, reopen } = await open();

    expect(await store.findScopeVerdict()).toBeNull();
    await store.saveScopeVerdict({ verdict: 'readable', since: at('09:00'), triedAt: at('09:00') });
    await store.saveScopeVerdict({ verdict: 'denied', since: at('09:30'), triedAt: at('09:40') });

    expect(await (await reopen()).findScopeVerdict()).toEqual({
      verdict: 'denied',
      since: at('09:30'),
      triedAt: at('09:40'),
    });
  });

  test('who is mailed about the use of rooms outlives a restart, with the day up to which they were told', async () => {
    const { store, reopen } = await open();
    const mail = { every: 'weekly', to: ['facilities@northwind.example'], toldUntil: null } as const;
    const told = { ...mail, toldUntil: { year: 2026, month: 11, day: 22 } };
    expect(await store.findReportMail()).toBeNull();
    await store.saveReportMail(mail);
    await store.saveReportMail(told);

    expect(await (await reopen()).findReportMail()).toEqual(told);
  });

  test('one service account is signed in; its renewals take the place of what they renewed, and of nothing else', async () => {
    const { store, reopen } = await open();
    const first = { account: 'doors@x.example', sealedToken: 'sealed-1', signedInAt: at('09:00') };
    expect(await store.findServiceAccount()).toBeNull();
    await store.saveServiceAccount(first);
    await store.renewServiceAccount('sealed-1', 'sealed-2');
    await store.renewServiceAccount('sealed-1', 'too-late');
    expect(await store.findServiceAccount()).toEqual({ ...first, sealedToken: 'sealed-2' });

    const again = { account: 'other@x.example', sealedToken: 'sealed-3', signedInAt: at('10:00') };
    await store.saveServiceAccount(again);
    const next = await reopen();
    expect(await next.findServiceAccount()).toEqual(again);

    await next.dropServiceAccount();
    await next.renewServiceAccount('sealed-3', 'sealed-4');
    expect(await next.findServiceAccount()).toBeNull();
  });
}

function anAlarm(change: Partial<Alarm> = {}): Alarm {
  return {
    id: 'room-not-read:room-lisbon',
    kind: 'room-not-read',
    subject: 'room-lisbon',
    severity: 'warning',
    cause: 'access-denied',
    remedy: 'Let the app read the room.',
    firstSeenAt: at('09:00'),
    lastSeenAt: at('09:05'),
    count: 1,
    acknowledgedBy: null,
    clearedAt: null,
    ...change,
  };
}
