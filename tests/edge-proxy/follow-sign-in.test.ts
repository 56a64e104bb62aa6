import { expect, test } from 'vitest';
import { followSignIn } from '../../edge-proxy/follow-sign-in.ts';
import { CalendarUnavailable } from '../../edge-proxy/ports/calendar.ts';
import { MINUTE_MS } from '../../shared/basics/instant.ts';
import type { ServiceAccountReport } from '../../shared/wire/service-account.ts';
import { at } from '../support/builders.ts';
import { createVirtualClock } from '../support/virtual-clock.ts';

const nothing = { account: null, since: null, cause: null, remedy: null };

/** A sign-in that waits for a minute and then ends as the test says. */
async function follow(end: ServiceAccountReport, fault: Error | null = null) {
  const clock = createVirtualClock(at('09:00'));
  const printed: string[] = [];
  const account = {
    async signIn() {
      if (fault !== null) throw fault;
      return { userCode: 'BCDFGHJKL', verificationUri: 'https://microsoft.com/devicelogin', expiresAt: at('09:15') };
    },
    async report(): Promise<ServiceAccountReport> {
      const isOver = fault !== null || clock.now() >= at('09:01');
      return isOver ? end : { ...nothing, state: 'waiting' };
    },
  };
  const followed = followSignIn({ account, clock, print: (line) => void printed.push(line) });
  await clock.advance(2 * MINUTE_MS);
  return { done: await followed, printed: printed.join('\n') };
}

test('the code and its page are printed, and who was signed in', async () => {
  const { done, printed } = await follow({ ...nothing, state: 'signed-in', account: 'rooms@contoso.com' });

  expect(done).toBe(true);
  expect(printed).toContain('https://microsoft.com/devicelogin');
  expect(printed).toContain('BCDFGHJKL');
  expect(printed).toContain('within 15 minutes');
  expect(printed).toContain('rooms@contoso.com is signed in');
});

test('a sign-in that fails is told with its remedy, though the account of before still serves', async () => {
  const words = { cause: 'the sign-in was declined', remedy: 'Sign in again.' };
  const { done, printed } = await follow({ ...nothing, ...words, state: 'signed-in', account: 'rooms@contoso.com' });

  expect(done).toBe(false);
  expect(printed).toContain('Nobody was signed in: the sign-in was declined.\nSign in again.');
});

test('where Entra gives no code, that is told', async () => {
  const words = { cause: 'Entra could not be asked', remedy: 'Check the network.' };
  const fault = new CalendarUnavailable('graph-unreachable');
  const { done, printed } = await follow({ ...nothing, ...words, state: 'refused' }, fault);

  expect(done).toBe(false);
  expect(printed).toContain('Entra could not be asked');
});
