import { expect, test } from 'vitest';
import {
  type AlertDraft,
  createAlertsModel,
  toDraft,
  toSettings,
} from '../../../../kiosk/console/state/alerts-model.ts';
import type { Zone } from '../../../../shared/basics/zone.ts';
import { createScriptedAsk } from '../scripted-ask.ts';

const draft: AlertDraft = {
  to: 'ada@northwind.example',
  webhook: '',
  isQuiet: true,
  from: '20:00',
  until: '07:30',
  zone: 'UTC',
};

test('what is in the fields is what is kept, and back again', () => {
  const settings = toSettings({ ...draft, to: 'ada@northwind.example; bert@northwind.example' });
  expect(settings).toEqual({
    to: ['ada@northwind.example', 'bert@northwind.example'],
    webhook: null,
    quiet: { from: 1_200, to: 450 },
    zone: 'UTC',
  });
  if (typeof settings === 'string') throw new Error(settings);
  expect(toDraft(settings)).toEqual({ ...draft, to: 'ada@northwind.example, bert@northwind.example' });
  expect(toSettings({ ...draft, isQuiet: false })).toMatchObject({ quiet: null });
});

test.for([
  { change: { to: 'ada' }, says: 'ada is no mail address.' },
  {
    change: { to: Array.from({ length: 11 }, (_, n) => `a${n}@b.c`).join() },
    says: 'Ten addresses at most. Make a distribution list of more.',
  },
  {
    change: { webhook: 'http://hooks.example' },
    says: 'The webhook has to be an https address, without a name and a password in it.',
  },
  { change: { from: '' }, says: 'Quiet hours are from one time of the day to another.' },
  { change: { zone: 'Atlantis' }, says: 'There is no such time zone. Write it as Europe/Lisbon.' },
])('$change is not kept: $says', ({ change, says }) => {
  expect(toSettings({ ...draft, ...change })).toBe(says);
});

test('what was entered before the sign-in ended stands in the fields again, and is not kept yet', async () => {
  const settings = { to: ['ada@northwind.example'], webhook: null, quiet: null, zone: 'UTC' as Zone };
  const state = { settings, isSigned: false, secret: null };
  const alerts = createAlertsModel(createScriptedAsk({ 'GET /alerts': state, 'PUT /alerts': state }));
  alerts.restore({ ...draft, to: 'bert@northwind.example' });
  await alerts.look();
  expect([alerts.draft.value?.to, alerts.asKept.value?.to]).toEqual([
    'bert@northwind.example',
    'ada@northwind.example',
  ]);
  expect(alerts.unsaved.value).toBe(true);

  await alerts.save(false);
  expect(alerts.unsaved.value).toBe(false);
});
