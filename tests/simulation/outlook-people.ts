/** People with Outlook, who know nothing of doors: refused by Exchange as often as not, since rooms are taken. */

import { COLLEAGUES } from '../../edge-proxy/sandbox/company/people.ts';
import { addMs, type Instant, instant, MINUTE_MS } from '../../shared/basics/instant.ts';
import type { BookingOracle } from './booking-oracle.ts';
import type { Dice } from './dice.ts';
import type { Site } from './site.ts';
import type { Story } from './story.ts';

/** Stands in every title; where titles are off, it must not be on any wire. */
export const OPEN_TITLE = 'Ordinary';
/** Stands in the title of every private meeting, and only there. */
export const PRIVATE_TITLE = 'Severance';
/** Organises nothing but private meetings, so that the name alone would tell. */
export const SECRETIVE = COLLEAGUES[9] as (typeof COLLEAGUES)[number];
const SOCIABLE = COLLEAGUES.filter((one) => one !== SECRETIVE).map(({ address }) => address);

type Needs = {
  readonly site: Site;
  readonly dice: Dice;
  readonly story: Story;
  readonly oracle: BookingOracle;
  readonly rooms: readonly string[];
};

export function createOutlookPeople({ site, dice, story, oracle, rooms }: Needs) {
  const { tenant, clock } = site;
  const { between, whole, oneOf, isLucky } = dice;
  const meetings: string[] = [];
  let asked = 0;

  function invite(extra: { direct?: boolean; weekly?: boolean; allDay?: boolean } = {}): boolean {
    asked += 1;
    const isPrivate = isLucky(0.2);
    const made = tenant.desk.invite({
      room: oneOf(rooms) ?? '',
      subject: `${isPrivate ? PRIVATE_TITLE : OPEN_TITLE} ${asked}`,
      organizer: isPrivate ? SECRETIVE.address : (oneOf(SOCIABLE) ?? ''),
      private: isPrivate,
      // Mostly about now, where people at the door want it too.
      startsIn: Math.floor(isLucky(0.6) ? between(-10, 30) : between(0, 600)),
      minutes: 5 * whole(1, 12),
      ...extra,
    });
    if (made.ok) meetings.push(made.value.id);
    return made.ok;
  }

  function change(what: (id: string) => boolean): boolean {
    const id = oneOf(meetings);
    return id === undefined ? invite() : what(id);
  }

  function wholeMinute(minutesAhead: number): Instant {
    return instant(Math.floor(addMs(clock.now(), minutesAhead * MINUTE_MS) / MINUTE_MS) * MINUTE_MS);
  }

  const start = (from: number, to: number) => ({ kind: 'moment', at: wholeMinute(between(from, to)) }) as const;

  /** Whoever looks after the service user's mailbox changes a walk-up's meeting there. */
  function meddle(): boolean {
    const ours = tenant.exchange.calendar(tenant.config.serviceUser).items();
    const item = oneOf(ours);
    if (item === undefined) return false;
    oracle.noteTouched(item.iCalUId);
    if (isLucky(0.3)) return tenant.desk.cancel(item.id).ok;
    return tenant.desk.change(item.id, isLucky(0.5) ? { minutes: 5 * whole(1, 12) } : { start: start(-5, 60) }).ok;
  }

  const habits: readonly (readonly [number, string, () => boolean])[] = [
    [40, 'invite', () => invite()],
    [10, 'write into the room', () => invite({ direct: true })],
    [2, 'invite every week', () => invite({ weekly: true })],
    [1, 'invite for the day', () => invite({ allDay: true })],
    [14, 'move', () => change((id) => tenant.desk.change(id, { start: start(-20, 60) }).ok)],
    [8, 'shorten', () => change((id) => tenant.desk.change(id, { minutes: 5 }).ok)],
    [4, 'make private', () => change((id) => tenant.desk.change(id, { private: true, subject: PRIVATE_TITLE }).ok)],
    [12, 'cancel', () => change((id) => tenant.desk.cancel(id).ok)],
    [5, "change a walk-up's meeting", meddle],
  ];

  return {
    useOutlook(): void {
      const [, kind, act] = dice.weighed(habits.map((habit) => [habit[0], habit] as const));
      story.deed('outlook', kind, act() ? '' : '(no)');
    },
  };
}
