import { expect, test } from 'vitest';
import { createUnanswered } from '../../../edge-proxy/booking/unanswered.ts';
import { aKey, at } from '../../support/builders.ts';

test('a try without an answer may come for a minute, under its key and as the event that another try has made', () => {
  const unanswered = createUnanswered();
  unanswered.note(aKey(1), at('10:00'));
  unanswered.became(aKey(1), 'event-1');
  unanswered.became(aKey(2), 'event-2');

  expect(unanswered.mayComeYet(aKey(1), at('10:00:59'))).toBe(true);
  expect(unanswered.mayComeYet('event-1', at('10:00:59'))).toBe(true);
  expect(unanswered.mayComeYet(aKey(1), at('10:01'))).toBe(false);
  expect(unanswered.mayComeYet('event-2', at('10:00:01'))).toBe(false);
});

test('the latest try counts, and however many are lost, memory stays bounded', () => {
  const unanswered = createUnanswered();
  unanswered.note(aKey(1), at('10:00'));
  unanswered.note(aKey(1), at('10:00:30'));
  expect(unanswered.mayComeYet(aKey(1), at('10:01:10'))).toBe(true);

  for (let n = 2; n <= 1_002; n += 1) unanswered.note(aKey(n), at('10:00:31'));

  expect(unanswered.mayComeYet(aKey(1), at('10:00:40'))).toBe(false);
  expect(unanswered.mayComeYet(aKey(1_002), at('10:00:40'))).toBe(true);
});
