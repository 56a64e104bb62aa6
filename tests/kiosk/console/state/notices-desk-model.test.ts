import { expect, test } from 'vitest';
import type { ConsoleClient } from '../../../../kiosk/console/console-client.ts';
import { EMPTY_CLOSURE } from '../../../../kiosk/console/state/closure-draft.ts';
import { createNoticesDeskModel } from '../../../../kiosk/console/state/notices-desk-model.ts';

const noAnswers = {} as ConsoleClient;

test('words that hang nowhere yet are unsaved, and stand in their forms again after a sign-in', () => {
  const before = createNoticesDeskModel(noAnswers);
  expect([before.unsaved.value, before.draft()]).toEqual([false, null]);
  const draft = { text: 'The lift stands', hash: null, alt: '', place: 'tenant', from: '', until: '2026-11-24T18:00' };
  before.writing.value = { edited: null, draft };
  before.closing.value = { ...EMPTY_CLOSURE, reason: 'A leak' };
  expect(before.unsaved.value).toBe(true);

  const desk = createNoticesDeskModel(noAnswers);
  desk.restore(before.draft());
  expect([desk.writing.value, desk.closing.value]).toEqual([before.writing.value, before.closing.value]);
});

test('what is no draft is left alone', () => {
  const desk = createNoticesDeskModel(noAnswers);
  desk.restore({ writing: 'words' });
  expect(desk.unsaved.value).toBe(false);
});
