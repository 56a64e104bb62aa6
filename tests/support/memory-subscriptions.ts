/** Graph's subscriptions as far as one app sees them, with calls that the test counts and faults that it sets. */

import type { Clock } from '../../edge-proxy/ports/runtime.ts';
import type { Subscriptions } from '../../edge-proxy/ports/subscriptions.ts';
import { earliest, type Instant } from '../../shared/basics/instant.ts';

type Held = { readonly id: string; readonly mailbox: string; readonly clientState: string; expiresAt: Instant };
type Call = 'create' | 'renew' | 'remove' | 'list';

export type MemorySubscriptions = Subscriptions & {
  readonly held: Map<string, Held>;
  readonly calls: { readonly call: Call; readonly at: Instant }[];
  count(call: Call): number;
  /** Each call throws this until it is null again. */
  fail(fault: unknown): void;
  /** One that Graph has and nobody here made. */
  plant(held: Held): void;
};

export function createMemorySubscriptions(clock: Clock): MemorySubscriptions {
  const held = new Map<string, Held>();
  const calls: { call: Call; at: Instant }[] = [];
  let fault: unknown = null;
  let made = 0;

  function called(call: Call): void {
    calls.push({ call, at: clock.now() });
    if (fault !== null) throw fault;
    for (const { id, expiresAt } of [...held.values()]) {
      if (expiresAt <= clock.now()) held.delete(id);
    }
  }

  return {
    held,
    calls,
    count: (call) => calls.filter((one) => one.call === call).length,
    fail(next) {
      fault = next;
    },
    plant: (one) => void held.set(one.id, one),
    async create(room, clientState, until) {
      called('create');
      made += 1;
      const id = `subscription-${made}`;
      held.set(id, { id, mailbox: room.address, clientState, expiresAt: until });
      return { id, expiresAt: until, clientState };
    },
    async renew(id, until) {
      called('renew');
      const found = held.get(id);
      if (found === undefined) return null;
      found.expiresAt = earliest(until);
      return { id, expiresAt: found.expiresAt };
    },
    async remove(id) {
      called('remove');
      held.delete(id);
    },
    async list() {
      called('list');
      return [...held.values()];
    },
  };
}
