import { expect, test } from 'vitest';
import { createMailboxLimits } from '../../../../edge-proxy/sandbox/graph/mailbox-limits.ts';
import { virtualClock } from '../exchange/an-exchange.ts';

test('after ten thousand requests a mailbox rests until its ten minutes are over; other mailboxes and apps do not', () => {
  const clock = virtualClock();
  const limits = createMailboxLimits(clock);
  const ask = (app = 'app', mailbox = 'room') => {
    const refusal = limits.enter(app, mailbox);
    if (refusal === null) limits.leave(app, mailbox);
    return refusal;
  };
  for (let n = 0; n < 10_000; n += 1) ask();
  clock.advance(60_000);

  expect(ask()).toMatchObject({ status: 429, headers: { 'Retry-After': '540' } });
  expect(ask('app', 'other room')).toBeNull();
  expect(ask('other app')).toBeNull();

  clock.advance(540_000);
  expect(ask()).toBeNull();
});
