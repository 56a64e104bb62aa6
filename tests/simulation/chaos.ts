/**
 * A night in which everything goes wrong at once, and people use Outlook all the same. All of it by chance from one seed,
 * so that a bad night can be lived again. At its end nothing is wrong any more, and 90 s later every screen must be
 * Exchange's equal (N1); none may lie at any moment before (N2).
 */

import type { Posted } from '../../edge-proxy/sandbox/graph/post.ts';
import { addMs, HOUR_MS, instant, MINUTE_MS, SECOND_MS, toIso } from '../../shared/basics/instant.ts';
import { at } from '../support/builders.ts';
import { createFixedChance } from '../support/fixed-chance.ts';
import { drawFault } from './graph-weather.ts';
import { openSite, type Site } from './site.ts';
import type { SimulatedRoom } from './tenant.ts';

export type Night = {
  readonly seed: number;
  readonly hours: number;
  /** How often each kind of fault was injected. */
  readonly faults: ReadonlyMap<string, number>;
  /** What people did in Outlook. */
  readonly deeds: number;
  /** Of calendars, by the proxy. */
  readonly reads: number;
  /** Null where every promise was kept. */
  readonly failure: string | null;
  /** What happened, in its order, a line each. */
  readonly trace: readonly string[];
};

/** As long as N1 may take once nothing is wrong (faults, section 1). */
const TRUE_WITHIN_MS = 90 * SECOND_MS;
/** The doors are open by then, an hour ago in Lisbon and two in Berlin. */
const MORNING = at('09:00');
const LONGEST_DELAY_MS = 3 * MINUTE_MS;
const TAKEN: Posted = { status: 202, contentType: '', text: '' };
/** Far above what a site of this size needs; what grows all night would pass it. */
const MOST_TIMERS = 150;

const ROOMS: readonly SimulatedRoom[] = [
  { address: 'cais@northwind.example', displayName: 'Cais', timeZone: 'Europe/Lisbon' },
  { address: 'tejo@northwind.example', displayName: 'Tejo', timeZone: 'Europe/Lisbon' },
  { address: 'spree@northwind.example', displayName: 'Spree', timeZone: 'Europe/Berlin' },
  { address: 'havel@northwind.example', displayName: 'Havel', timeZone: 'Europe/Berlin' },
];

/** `hours`: of chaos, up to nine in the morning. */
export async function liveNight({ seed, hours }: { seed: number; hours: number }): Promise<Night> {
  const { fraction } = createFixedChance(Math.imul(seed, 0x9e3779b1));
  const between = (from: number, to: number) => from + fraction() * (to - from);
  const oneOf = <T>(some: readonly T[]): T | undefined => some[Math.floor(fraction() * some.length)];
  const faults = new Map<string, number>();
  const trace: string[] = [];
  let deeds = 0;
  let isCalm = true;
  let failure: string | null = null;

  const say = (what: string) => void trace.push(`${toIso(site?.clock.now() ?? MORNING).slice(11, 23)} ${what}`);
  function injected(kind: string, where = ''): void {
    faults.set(kind, (faults.get(kind) ?? 0) + 1);
    say(`fault  ${kind} ${where}`);
  }

  async function carry(deliver: () => Promise<Posted>): Promise<Posted> {
    const fate = isCalm ? 1 : fraction();
    if (fate >= 0.6) return deliver();
    if (fate < 0.2) {
      injected('notification lost');
      return TAKEN;
    }
    // Those that wait overtake one another, and come after those that did not.
    site?.clock.after(between(0, LONGEST_DELAY_MS), () => void deliver().catch(() => undefined));
    injected(fate < 0.4 ? 'notification doubled' : 'notification late');
    return fate < 0.4 ? deliver() : TAKEN;
  }

  let site: Site | null = null;
  const opened = await openSite({
    seed,
    now: addMs(MORNING, -hours * HOUR_MS),
    rooms: ROOMS,
    carry,
    strike({ operation, mailbox }) {
      const fault = isCalm ? null : drawFault(fraction);
      if (fault === null) return [];
      injected(fault.name, `${operation ?? ''} ${mailbox?.address ?? ''}`);
      return [fault.fault];
    },
  });
  site = opened;
  const { tenant, clock } = opened;
  const meetings: string[] = [];

  /** Refused by Exchange as often as not: a room that is taken, a meeting that is gone. */
  function useOutlook(): void {
    deeds += 1;
    const room = oneOf(ROOMS)?.address ?? '';
    const what = fraction();
    const id = oneOf(meetings);
    if (id === undefined || what < 0.5) {
      const made = tenant.desk.invite({
        room,
        startsIn: Math.floor(between(-10, 600)),
        minutes: 5 * Math.ceil(between(0, 18)),
      });
      if (made.ok) meetings.push(made.value.id);
      say(`people invite ${room}`);
    } else if (what < 0.8) {
      const start = instant(Math.floor(addMs(clock.now(), between(-30, 600) * MINUTE_MS) / MINUTE_MS) * MINUTE_MS);
      tenant.desk.change(id, { start: { kind: 'moment', at: start } });
      say('people move');
    } else {
      tenant.desk.cancel(id);
      say('people cancel');
    }
  }

  function harmSubscription(): void {
    const id = oneOf(tenant.subscriptions.all())?.id;
    if (id === undefined) return;
    const how = fraction();
    if (how < 0.4) tenant.subscriptions.expire(id);
    else if (how < 0.8) tenant.subscriptions.remove(id);
    else tenant.subscriptions.sendLifecycle(how < 0.9 ? 'reauthorizationRequired' : 'missed', id);
    injected(how < 0.4 ? 'subscription vanished' : how < 0.8 ? 'subscription removed' : 'lifecycle event');
  }

  async function harmSite(): Promise<void> {
    const how = fraction();
    if (how < 0.85) {
      injected('tablet cut off');
      oneOf(opened.screens)?.cut();
    } else if (how < 0.95) {
      injected('entra away');
      tenant.entraFaults.tokenStatus = 503;
      clock.after(between(0, 5) * MINUTE_MS, () => {
        tenant.entraFaults.tokenStatus = null;
      });
    } else {
      injected('proxy restarted');
      await opened.restart({ downMs: between(0, 30) * SECOND_MS });
    }
  }

  async function live(): Promise<void> {
    isCalm = false;
    while (clock.now() < MORNING) {
      await opened.pass(Math.min(between(0, 90) * SECOND_MS, MORNING - clock.now()));
      const what = fraction();
      if (what < 0.7) useOutlook();
      else if (what < 0.85) harmSubscription();
      else await harmSite();
    }
    isCalm = true;
    tenant.entraFaults.tokenStatus = null;
    say('calm');
    await opened.pass(TRUE_WITHIN_MS);
    const untruths = opened.untruths();
    if (untruths.length > 0) throw new Error(`N1: ${untruths.join('; ')}`);
    if (clock.pending() > MOST_TIMERS) throw new Error(`N7: ${clock.pending()} timers`);
    const mailboxes = tenant.subscriptions.all().map(({ mailboxId }) => mailboxId);
    if (new Set(mailboxes).size < mailboxes.length) throw new Error('N7: a room with two subscriptions');
  }

  try {
    await live();
  } catch (thrown) {
    failure = thrown instanceof Error ? thrown.message : String(thrown);
    say(`FAILED ${failure}`);
    for (const line of opened.log.lines.slice(-40)) trace.push(`log    ${line.event} ${JSON.stringify(line.facts)}`);
  }
  const reads = opened.calls('GET /v1.0/users/{mailbox}/calendarView');
  await opened.close();
  return { seed, hours, faults, deeds, reads, failure, trace };
}
