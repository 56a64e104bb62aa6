/**
 * What goes wrong at the site itself: tablets and their Wi-Fi, the proxy and its disk, rooms that answer as they like.
 * Each mends itself after a while, and all of it at once when the night is over.
 */

import type { CalendarProcessing } from '../../edge-proxy/sandbox/exchange/mailbox.ts';
import type { Occasion, RequestFault } from '../../edge-proxy/sandbox/graph/faults.ts';
import { MINUTE_MS, SECOND_MS } from '../../shared/basics/instant.ts';
import type { BookingOracle } from './booking-oracle.ts';
import type { Dice } from './dice.ts';
import { drawFault } from './graph-weather.ts';
import type { When } from './proxy-life.ts';
import type { Screen } from './screen.ts';
import type { Site } from './site.ts';
import type { Story } from './story.ts';
import type { Fate } from './tablet-line.ts';

type Needs = {
  readonly dice: Dice;
  readonly story: Story;
  /** Rooms that nothing may happen to, nor to what they hang on; null where everything may. */
  readonly spared: string | null;
  /** Of Graph's requests, how many meet something. */
  readonly weather: number;
  /** Of the tablets' requests. */
  readonly lineFaults: number;
};

type Armed = { left: number; readonly when: When; readonly which: RegExp };

/** What a crash is most to be feared at; the rest of the time any deed will do. */
const TENDER: RegExp = /intent|Intent|POST .*(events|cancel|decline)|PATCH .*events/;
const ANY: RegExp = /./;
const ORDINARY: Partial<CalendarProcessing> = {
  automateProcessing: 'AutoAccept',
  allowConflicts: false,
  allBookInPolicy: true,
  allRequestInPolicy: false,
  // Otherwise Exchange itself makes public what is private (design, 5.4), and no door could know.
  removePrivateProperty: false,
  deleteSubject: false,
  addOrganizerToSubject: false,
};

export function createMishaps({ dice, story, spared, weather, lineFaults }: Needs) {
  const { between, whole, oneOf, isLucky, fraction } = dice;
  let isCalm = true;
  let armed: Armed | null = null;
  let storeFails: 'writes' | 'all' | null = null;
  let isGraphAway = false;
  const silent = new Set<string>();
  let site: Site | null = null;
  let oracle: BookingOracle | null = null;

  const seconds = (from: number, to: number) => between(from, to) * SECOND_MS;
  const mayHit = (screen: Screen) => screen.address !== spared;

  /** For `ms`, and no longer than the night. */
  function forAWhile(ms: number, mend: () => void): void {
    mends.add(mend);
    site?.clock.after(ms, () => {
      if (mends.delete(mend)) mend();
    });
  }
  const mends = new Set<() => void>();

  function onDeed(deed: string, when: When): void {
    if (armed === null || armed.when !== when || !armed.which.test(deed)) return;
    armed.left -= 1;
    if (armed.left > 0) return;
    armed = null;
    story.fault(`proxy killed ${when} a deed`, deed);
    site?.host.kill(seconds(1, 20));
  }

  function strikeStore(name: string): void {
    const isRead = /^(find|list)/.test(name);
    if (storeFails === 'all' || (storeFails === 'writes' && !isRead)) throw new Error('database or disk is full');
  }

  function strikeGraph({ operation, mailbox }: Occasion): RequestFault[] {
    if (isCalm || (spared !== null && !isOfOthers(mailbox?.address))) return [];
    if (isGraphAway) {
      story.fault('graph away', operation);
      return [isLucky(0.5) ? { kind: 'status', status: 503 } : { kind: 'drop', when: 'before' }];
    }
    const fault = drawFault(fraction, weather);
    if (fault === null) return [];
    story.fault(fault.name, `${operation ?? ''} ${mailbox?.address ?? ''}`);
    return [fault.fault];
  }

  function isOfOthers(address: string | undefined): boolean {
    return address !== undefined && address !== spared && address !== site?.tenant.config.serviceUser;
  }

  function drawFate(path: string): Fate {
    if (isCalm || !path.startsWith('/api/intents') || !isLucky(lineFaults)) return { kind: 'fine' };
    const kind = oneOf(['request-lost', 'answer-lost', 'doubled', 'request-late', 'answer-late'] as const) ?? 'doubled';
    story.fault(`${kind.replace('-', ' ')} at a tablet`);
    return kind === 'request-late' || kind === 'answer-late' ? { kind, ms: seconds(1, 90) } : { kind };
  }

  function onScreen(what: (screen: Screen) => string): () => void {
    return () => {
      const screen = oneOf(site?.screens.filter((one) => one.isOn() && mayHit(one)) ?? []);
      if (screen !== undefined) story.fault(what(screen), `door ${screen.nth}`);
    };
  }

  function onRoom(what: (address: string, site: Site) => string | null): () => void {
    return () => {
      const room = oneOf(site?.rooms.filter(({ address }) => address !== spared) ?? []);
      const kind = room === undefined || site === null ? null : what(room.address, site);
      if (kind !== null) story.fault(kind, room?.address);
    };
  }

  function setRoom(address: string, processing: Partial<CalendarProcessing>, kind: string): string {
    site?.tenant.exchange.setProcessing(address, processing);
    forAWhile(seconds(30, 300), () => site?.tenant.exchange.setProcessing(address, ORDINARY));
    return kind;
  }

  /** As a delegate does who wants the room back. */
  function takeYesBack(address: string, { tenant }: Site): string | null {
    const copies = tenant.exchange.calendar(address).items();
    const ours = copies.filter(({ iCalUId, isOrganizer, response }) => {
      return !isOrganizer && response.response === 'accepted' && oracle?.keyOf(iCalUId) != null;
    });
    const copy = oneOf(ours);
    if (copy === undefined) return null;
    tenant.exchange.respond(address, copy.id, 'declined');
    return 'room took its yes back';
  }

  function killProxy(): void {
    if (isLucky(0.2)) {
      story.fault('proxy killed');
      site?.host.kill(seconds(1, 20));
      return;
    }
    armed = { left: whole(1, 4), when: isLucky(0.5) ? 'before' : 'after', which: isLucky(0.8) ? TENDER : ANY };
  }

  /** What was written since is forgotten; also by whoever judges the ledger. */
  async function restoreBackup({ host }: Site): Promise<void> {
    const keys = oracle?.rows().map(({ key }) => key) ?? [];
    const kept = await host.restore(seconds(5, 30), keys);
    if (kept === null) return;
    story.fault('old backup restored');
    oracle?.noteRestored(kept);
  }

  function harmSubscription({ tenant }: Site): void {
    const id = oneOf(tenant.subscriptions.all())?.id;
    if (id === undefined) return;
    const how = fraction();
    if (how < 0.4) tenant.subscriptions.expire(id);
    else if (how < 0.8) tenant.subscriptions.remove(id);
    else tenant.subscriptions.sendLifecycle(how < 0.9 ? 'reauthorizationRequired' : 'missed', id);
    story.fault(how < 0.4 ? 'subscription vanished' : how < 0.8 ? 'subscription removed' : 'lifecycle event');
  }

  const everywhere: readonly (readonly [number, (site: Site) => void])[] = [
    [18, killProxy],
    [6, harmSubscription],
    [4, ({ host }) => deploy(host)],
    [3, ({ host }) => host.isUp() && host.backUp()],
    [1, (here) => void restoreBackup(here)],
    [4, (here) => loseEntra(here)],
    [4, () => failStore()],
    [5, () => loseGraph()],
  ];

  function deploy(host: Site['host']): void {
    if (!host.isUp()) return;
    story.fault('proxy deployed');
    host.deploy(seconds(1, 15));
  }

  function loseEntra({ tenant }: Site): void {
    story.fault('entra away');
    tenant.entraFaults.tokenStatus = 503;
    forAWhile(between(0, 5) * MINUTE_MS, () => {
      tenant.entraFaults.tokenStatus = null;
    });
  }

  function failStore(): void {
    storeFails = isLucky(0.5) ? 'writes' : 'all';
    story.fault('store failing', storeFails);
    forAWhile(seconds(1, 20), () => {
      storeFails = null;
    });
  }

  function loseGraph(): void {
    isGraphAway = true;
    forAWhile(seconds(10, 120), () => {
      isGraphAway = false;
    });
  }

  const somewhere: readonly (readonly [number, () => void])[] = [
    [4, onScreen(cutStream)],
    [8, onScreen(loseWifi)],
    [5, onScreen((screen) => reboot(screen, false))],
    [2, onScreen((screen) => reboot(screen, true))],
    [2, onScreen(breakDisk)],
    [3, onRoom((address) => setRoom(address, { allBookInPolicy: false }, 'room declines all'))],
    [3, onRoom((address) => setRoom(address, { allowConflicts: true }, 'room accepts all'))],
    [5, onRoom(takeYesBack)],
    [3, onRoom((address, { tenant }) => slowDown(address, tenant))],
    [1, onRoom(silence)],
  ];

  function cutStream(screen: Screen): string {
    screen.cut();
    return 'stream cut';
  }

  function reboot(screen: Screen, wiped: boolean): string {
    screen.reboot({ offMs: seconds(2, 40), wiped });
    return wiped ? 'tablet wiped' : 'tablet rebooted';
  }

  function loseWifi(screen: Screen): string {
    const how = isLucky(0.6) ? 'noticed' : 'silently';
    screen.line.leave(how);
    forAWhile(seconds(3, 120), () => screen.line.comeBack());
    return `Wi-Fi away, ${how}`;
  }

  function breakDisk(screen: Screen): string {
    screen.breakDisk(true);
    forAWhile(seconds(10, 60), () => screen.breakDisk(false));
    return 'tablet disk broken';
  }

  function slowDown(address: string, tenant: Site['tenant']): string {
    tenant.setAnswerDelay(address, seconds(5, 40));
    forAWhile(seconds(30, 300), () => tenant.setAnswerDelay(address, null));
    return 'room slow';
  }

  function silence(address: string): string {
    silent.add(address);
    return setRoom(address, { automateProcessing: 'AutoUpdate' }, 'room silent');
  }

  return {
    onDeed,
    strikeStore,
    strikeGraph,
    drawFate,
    begin(here: Site, bookings: BookingOracle): void {
      site = here;
      oracle = bookings;
      isCalm = false;
      for (const { address } of here.rooms) here.tenant.exchange.setProcessing(address, ORDINARY);
    },
    /** Something more goes wrong. */
    befall(): void {
      if (site === null) return;
      if (spared === null && isLucky(0.5)) dice.weighed(everywhere)(site);
      else dice.weighed(somewhere)();
    },
    isCalm: () => isCalm,
    /** A room that once did not answer, and may still owe one. */
    wasSilent: (address: string): boolean => silent.has(address),
    calmDown(): void {
      isCalm = true;
      armed = null;
      for (const mend of mends) mend();
      mends.clear();
      story.tell('night', 'calm');
    },
  };
}
