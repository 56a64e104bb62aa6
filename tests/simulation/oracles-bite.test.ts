/** The promises are only kept if breaking one is noticed: parts of the site are broken on purpose, one at a time. */

import { expect, test } from 'vitest';
import type { Store } from '../../edge-proxy/ports.ts';
import { type Breakage, liveNight } from './chaos.ts';

/** By then a breakage that matters has shown itself. */
const NIGHTS = 20;
const MINUTES = 15;

type Case = { readonly what: string; readonly breakage: () => Breakage; readonly promise: RegExp };

const cases: readonly Case[] = [
  {
    what: 'a booking that is made anew whenever its answer was lost',
    breakage: () => ({ between: forgetKeys }),
    // Whichever judge sees it first: that there are two, or that one of them stands for a tap that was refused.
    promise: /^N3 .* has made 2 events|^N4 .* its meeting still stands/,
  },
  {
    what: 'a ledger that is only written after the call',
    breakage: () => ({ around: lateLedger }),
    promise: /^N3 .* before the ledger|^N4|^broken/,
  },
  {
    what: 'a ledger that forgets how a tap ended',
    breakage: () => ({ around: forgetfulLedger }),
    promise: /^N[24]/,
  },
  {
    what: 'a Graph that leaves out meetings',
    breakage: () => ({ retouch: (page) => void page.value.splice(0, 1) }),
    promise: /^(N[1258]|broken .*: Error: N2)/,
  },
  {
    what: 'a private meeting that is called ordinary',
    breakage: () => ({
      retouch(page) {
        for (const event of page.value) event['sensitivity'] = 'normal';
      },
    }),
    promise: /^privacy/,
  },
  {
    what: 'a room whose refusal is taken for a yes',
    breakage: () => ({ between: yesToAll }),
    promise: /^N2 .* never said yes/,
  },
];

test.for(cases)('$what does not go unnoticed', async ({ breakage, promise }) => {
  const failures: string[] = [];
  for (let seed = 1; seed <= NIGHTS && !failures.some((one) => promise.test(one)); seed += 1) {
    const { failure } = await liveNight({ seed, minutes: MINUTES, breakage: breakage() });
    if (failure !== null) failures.push(failure);
  }

  expect(failures).toContainEqual(expect.stringMatching(promise));
});

/** No transactionId, and nothing of ours is ever found: a lost answer is then asked for anew. */
function forgetKeys(toGraph: typeof fetch): typeof fetch {
  return async (url, init) => {
    if (decodeURIComponent(String(url)).includes('singleValueExtendedProperties/')) return Response.json({ value: [] });
    const body = typeof init?.body === 'string' ? init.body.replace(/"transactionId":"[^"]+",?/, '') : null;
    return await toGraph(url, body === null ? init : { ...init, body });
  };
}

function lateLedger(store: Store): Store {
  return {
    ...store,
    recordIntent: async (row) => ({ row, isNew: true }),
    findIntent: async () => null,
  };
}

function forgetfulLedger(store: Store): Store {
  return {
    ...store,
    async updateIntent(key, change) {
      const { status: _, ...rest } = change;
      return await store.updateIntent(key, rest);
    },
  };
}

/** Whoever has not answered is said to have accepted. */
function yesToAll(toGraph: typeof fetch): typeof fetch {
  return async (url, init) => {
    const response = await toGraph(url, init);
    if (!String(url).includes('/users/') || response.status !== 200) return response;
    const text = (await response.text())
      .replaceAll(/"response":"(none|notResponded)"/g, '"response":"accepted"')
      .replaceAll('"showAs":"tentative"', '"showAs":"busy"');
    return new Response(text, { status: response.status, headers: response.headers });
  };
}
