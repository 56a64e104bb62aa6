/** Breaking the tenant on purpose: a few presets by name for people, and the whole fault plan for tests. */

import { type Decoded, integer, listOf, object, oneOf, text, union } from '../../../shared/basics/codec.ts';
import type { EntraFaults } from '../entra/entra-site.ts';
import type { Exchange } from '../exchange/exchange.ts';
import { type FaultPlan, type FaultTarget, OPERATIONS } from '../graph/faults.ts';

export const PRESETS = [
  'graph-down',
  'graph-throttled',
  'graph-slow',
  'entra-down',
  'notices-lost',
  'rooms-decline',
] as const;

const LONGEST_DELAY_MS = 600_000;
const status = integer({ min: 200, max: 599 });
const words = { code: text({ max: 100 }), message: text({ max: 1_000 }) };
const delay = object({ ms: integer({ min: 0, max: LONGEST_DELAY_MS }) });
const when = { when: oneOf('before', 'after') };
const retryAfter = object({ seconds: integer({ min: 0, max: 86_400 }) }, { form: oneOf('seconds', 'date') });

const target = { mailbox: text({ max: 320 }), times: integer({ min: 1, max: 1_000_000 }) };

/** A preset by its name, or one fault of Graph's requests or notifications with its target. */
export const faultOrder = object(
  {},
  {
    preset: oneOf(...PRESETS),
    /** For `rooms-decline`: which rooms; all without it. */
    rooms: listOf(text({ max: 320 }), { max: 5_000 }),
    request: object(
      {
        fault: union({
          status: object({ status }, { ...words, retryAfter }),
          'status-after': object({ status }, words),
          html: object({}),
          truncated: object({}),
          drip: object({ everyMs: integer({ min: 1, max: LONGEST_DELAY_MS }) }),
          endless: object({}),
          delay,
          drop: object({}, when),
        }),
      },
      { ...target, operation: oneOf(...OPERATIONS) },
    ),
    notification: object(
      { fault: union({ drop: object({}), duplicate: object({ copies: integer({ min: 1, max: 50 }) }), delay }) },
      target,
    ),
  },
);
export type FaultOrder = Decoded<typeof faultOrder>;

type Needs = { plan: FaultPlan; entraFaults: EntraFaults; exchange: Exchange };

export function createFaultDesk({ plan, entraFaults, exchange }: Needs) {
  let presets = new Set<(typeof PRESETS)[number]>();
  let declining: string[] = [];

  function setPreset(preset: (typeof PRESETS)[number], rooms: readonly string[] | undefined): void {
    if (presets.has(preset) && preset !== 'rooms-decline') return;
    presets.add(preset);
    switch (preset) {
      case 'graph-down':
        plan.onRequest({}, { kind: 'status', status: 503, retryAfter: { seconds: 5 } });
        return;
      case 'graph-throttled':
        plan.onRequest({}, { kind: 'status', status: 429, code: 'ApplicationThrottled', retryAfter: { seconds: 10 } });
        return;
      case 'graph-slow':
        plan.onRequest({}, { kind: 'delay', ms: 4_000 });
        return;
      case 'entra-down':
        entraFaults.tokenStatus = 503;
        return;
      case 'notices-lost':
        plan.onNotification({}, { kind: 'drop' });
        return;
      case 'rooms-decline':
        for (const address of rooms ?? exchange.rooms().map(({ mailbox }) => mailbox.address)) {
          exchange.setProcessing(address, { allBookInPolicy: false, allRequestInPolicy: false });
          declining.push(address);
        }
    }
  }

  return {
    /** False where the order names nothing to break. */
    order({ preset, rooms, request, notification }: FaultOrder): boolean {
      if (preset !== undefined) setPreset(preset, rooms);
      if (request !== undefined) plan.onRequest(targetOf(request), request.fault, howOften(request.times));
      if (notification !== undefined) {
        plan.onNotification(targetOf(notification), notification.fault, howOften(notification.times));
      }
      return preset !== undefined || request !== undefined || notification !== undefined;
    },
    mendAll(): void {
      plan.clear();
      entraFaults.tokenStatus = null;
      entraFaults.metadataStatus = null;
      for (const address of declining) exchange.setProcessing(address, { allBookInPolicy: true });
      declining = [];
      presets = new Set();
    },
    list: () => ({ presets: [...presets], ...plan.list(), entra: { ...entraFaults } }),
  };
}

export type FaultDesk = ReturnType<typeof createFaultDesk>;

const howOften = (times: number | undefined) => (times === undefined ? {} : { times });

function targetOf({ mailbox, operation }: FaultTarget): FaultTarget {
  return { ...(mailbox !== undefined && { mailbox }), ...(operation !== undefined && { operation }) };
}
